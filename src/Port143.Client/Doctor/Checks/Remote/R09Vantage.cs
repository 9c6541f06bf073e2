using Port143.Client.Doctor.Probes;

namespace Port143.Client.Doctor.Checks.Remote;

/// <summary>R09: where packets vanish, whether it is the network here that blocks mail: the web works and mail does not.</summary>
internal sealed class R09Vantage() : DoctorCheck("R09", "this network lets mail through", CheckGroup.Network, "R01")
{
    public override async Task<Finding> RunAsync(Examination examination, CancellationToken cancel)
    {
        MailPorts ports = examination.Options.Ports;
        MailHost host = await examination.MailHostAsync(cancel).ConfigureAwait(false);
        PortReport[] reports = await Task.WhenAll(((int[])[ports.Imaps, ports.Imap, ports.Https, ports.Smtp])
            .Select(port => examination.PortAsync(host.Addresses[0], port, cancel))).ConfigureAwait(false);
        (PortReport imaps, PortReport imap, PortReport https, PortReport smtp) = (reports[0], reports[1], reports[2], reports[3]);
        string seen = string.Join(", ", reports.Select(r => $"{r.EndPoint.Port} {r.State.ToString().ToLowerInvariant()}"));
        if (imaps.State == PortState.Open || imap.State == PortState.Open)
        {
            return Finding.Ok("it does").Saw("ports", seen);
        }
        bool mailVanishes = imaps.State == PortState.Filtered && imap.State == PortState.Filtered && smtp.State == PortState.Filtered;
        if (mailVanishes && https.State is PortState.Open or PortState.Closed)
        {
            return Finding.Fail("Every mail port of the server vanishes while its web port answers: a network on the way blocks mail.")
                .Because("guest, hotel and company networks often allow the web alone; many providers block 25")
                .Do("Try another network, such as a phone's hotspot, or a VPN; ask the owner of this network to allow 993.").Saw("ports", seen);
        }
        if (reports.All(r => r.State == PortState.Filtered))
        {
            return Finding.Warn("Nothing of this host answers, on any port.")
                .Because("the host is down, or a firewall before it drops everything, or this network has no way out")
                .Do("See whether anything outside can be reached from here, and whether the host can be reached from elsewhere.", "curl -sI https://example.org | head -1").Saw("ports", seen);
        }
        return Finding.Ok("nothing says that it does not").Saw("ports", seen);
    }
}
