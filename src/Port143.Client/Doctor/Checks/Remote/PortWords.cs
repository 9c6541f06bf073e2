using Port143.Client.Doctor.Probes;

namespace Port143.Client.Doctor.Checks.Remote;

/// <summary>What the state of a port means, in the same words in every check.</summary>
internal static class PortWords
{
    public static string Describe(PortReport report) => report.State switch
    {
        PortState.Open => $"open, answered in {report.Elapsed.TotalMilliseconds:F0} ms",
        PortState.Closed => "closed: the host answers, no program listens on this port",
        PortState.Prohibited => "refused by a firewall or a router (prohibited, or no way to the host)",
        PortState.NoRoute => "out of reach: this machine has no path there (no route)",
        PortState.Filtered => $"filtered: no answer in {report.Elapsed.TotalSeconds:F0} s, the packets vanish",
        _ => $"the connection failed: {report.Error}",
    };

    public static string Cause(PortReport report, bool hostAnswersElsewhere) => report.State switch
    {
        PortState.Closed => "the mail server is not running or does not listen there, or a firewall on it pretends so",
        PortState.Prohibited => hostAnswersElsewhere ? "a firewall on the server, or before it, refuses this port" : "a router says that there is no way to this host",
        PortState.NoRoute => report.EndPoint.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6
            ? "this machine has no working IPv6" : "this machine has no network, or no default route",
        PortState.Filtered => hostAnswersElsewhere ? "a firewall on the server or its provider drops this port" : "a firewall drops the packets, here or there, or the host is down",
        _ => "see the evidence",
    };

    public static Finding AddRemedies(Finding finding, PortReport report) => report.State switch
    {
        PortState.Closed => finding.Do("Start the mail server there, and see what it says:", "systemctl status port143")
            .Do("On the server, let the doctor look from inside:", "port143 doctor --server --data DIR"),
        PortState.Prohibited or PortState.Filtered => finding
            .Do("On the server, open the port (ufw, firewalld or nftables, whichever is used):", $"ufw allow {report.EndPoint.Port}/tcp")
            .Do("If the server's own firewall is open, open the port at its provider (security group)."),
        PortState.NoRoute => finding.Do("Repair this machine's network first; another one may reach the server.", $"ip route get {report.EndPoint.Address}"),
        _ => finding,
    };
}
