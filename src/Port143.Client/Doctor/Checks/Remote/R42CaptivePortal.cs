using Port143.Client.Doctor.Probes;

namespace Port143.Client.Doctor.Checks.Remote;

/// <summary>R42: this network answers truly: DNS invents no addresses, and no sign-in page stands in the way (captive portal).</summary>
internal sealed class R42CaptivePortal() : DoctorCheck("R42", "no sign-in page in the way", CheckGroup.Network)
{
    private const int NetworkAuthenticationRequired = 511; // RFC 6585 section 6

    public override async Task<Finding> RunAsync(Examination examination, CancellationToken cancel)
    {
        // Where nothing answers, each of these takes the time that a check has, so they go on at once.
        Task<MailHost> finding = examination.MailHostAsync(cancel);
        Task<PortReport?> web = WebPortAsync(examination, cancel);
        Task<IReadOnlyList<ImapReport>> talking = examination.AllTalksAsync(cancel);
        // No name below .invalid exists, ever (RFC 6761 section 6.4).
        DnsAnswer invented = await examination.DnsAsync("port143-doctor.invalid", DnsType.A, cancel).ConfigureAwait(false);
        if (invented.Records.Count > 0)
        {
            return Finding.Warn($"The DNS of this network invents addresses: a name that cannot exist is {invented.Records[0].Text}.")
                .Because("a guest network before its sign-in (captive portal), or a provider that leads wrong names to its own pages")
                .Do("Open any web page in a browser and sign in to the network.").Do("Else ask another DNS server.", $"port143 doctor --resolver 9.9.9.9 {examination.Target.Text}");
        }
        MailHost host = await finding.ConfigureAwait(false);
        if (host.Addresses.Count == 0)
        {
            return Finding.Ok("DNS invents nothing");
        }
        MailPorts ports = examination.Options.Ports;
        IReadOnlyList<ImapReport> talks = await talking.ConfigureAwait(false);
        if (talks.Any(t => t.IsImap))
        {
            return Finding.Ok("none: the mail server itself answers");
        }
        if (await web.ConfigureAwait(false) is not { State: PortState.Open })
        {
            return Finding.Ok("DNS invents nothing");
        }
        WebAnswer page = await examination.WebAsync($"http://{new System.Net.IPEndPoint(host.Addresses[0], ports.Http)}/", cancel).ConfigureAwait(false);
        return page.Status == NetworkAuthenticationRequired
            ? Finding.Warn("This network wants a sign-in before it lets anything through (captive portal).").Do("Open any web page in a browser and sign in to the network.").Saw("status", page.Status)
            : Finding.Ok("DNS invents nothing");
    }

    private static async Task<PortReport?> WebPortAsync(Examination examination, CancellationToken cancel)
    {
        MailHost host = await examination.MailHostAsync(cancel).ConfigureAwait(false);
        return host.Addresses.Count == 0 ? null : await examination.PortAsync(host.Addresses[0], examination.Options.Ports.Http, cancel).ConfigureAwait(false);
    }
}
