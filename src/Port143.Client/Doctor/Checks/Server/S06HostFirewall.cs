using Port143.Client.Doctor.Probes;
using Port143.Client.Doctor.Probes.Firewall;

namespace Port143.Client.Doctor.Checks.Server;

/// <summary>S06: the firewall of this machine (nftables, iptables, ufw, firewalld) lets connections to the configured ports in. It is only read.</summary>
internal sealed class S06HostFirewall() : DoctorCheck("S06", "firewall of this machine", CheckGroup.Network)
{
    public override async Task<Finding> RunAsync(Examination examination, CancellationToken cancel)
    {
        int[] ports = [.. examination.Server.Listeners.Where(l => l.Port > 0 && l.Name.StartsWith("imap", StringComparison.Ordinal)).Select(l => l.Port).Distinct()];
        if (ports.Length == 0)
        {
            return Finding.Skipped("no port of IMAP is configured");
        }
        FirewallFacts firewall = await examination.FirewallAsync(cancel).ConfigureAwait(false);
        if (firewall.Rules is null)
        {
            return Finding.Skipped(firewall.Error ?? "neither nft nor iptables-save can be run");
        }
        var open = new List<string>();
        Finding? all = null;
        foreach (int port in ports)
        {
            FirewallDecision decision = firewall.Rules.Decide(port);
            if (decision.Accepts)
            {
                open.Add(port.ToString(System.Globalization.CultureInfo.InvariantCulture));
                continue;
            }
            string verb = decision.Verdict == FirewallVerdict.Drop ? "drops" : "refuses";
            Finding finding = decision.Exceptions.Count > 0
                ? Finding.Info($"The firewall of this machine {verb} new connections to {port}, but for some clients.").With(decision.Exceptions.Take(5))
                : Finding.Fail($"The firewall of this machine {verb} new connections to {port}.");
            finding = finding.Because($"decided by {decision.By}").Saw("read by", firewall.Tool).Saw("managed by", firewall.Manager);
            finding = firewall.Manager switch
            {
                "ufw" => finding.Do("Open the port in ufw.", $"ufw allow {port}/tcp", mayApply: true),
                "firewalld" => finding.Do("Open the port in firewalld.", $"firewall-cmd --permanent --add-port={port}/tcp && firewall-cmd --reload", mayApply: true),
                _ => firewall.Tool == "nft"
                    ? finding.Do("Open the port, and write it into /etc/nftables.conf as well.", $"nft insert rule {firewall.InputChain ?? "inet filter input"} tcp dport {port} accept")
                    : finding.Do("Open the port, and save the rules.", $"iptables -I INPUT -p tcp --dport {port} -j ACCEPT"),
            };
            all = all is null ? finding : all with
            {
                Status = finding.Status > all.Status ? finding.Status : all.Status, Details = [.. all.Details, finding.Message, .. finding.Details], Remedies = [.. all.Remedies, .. finding.Remedies],
            };
        }
        if (all is not null)
        {
            return all;
        }
        string ends = string.Join(", ", open);
        return Finding.Ok(firewall.Rules.IsThere ? $"{firewall.Manager ?? firewall.Tool} lets {ends} in" : "there is none that keeps anything out");
    }
}
