using System.Net.Sockets;
using Port143.Client.Doctor.Probes;

namespace Port143.Client.Doctor.Checks.Remote;

/// <summary>R02: where IPv6 is published, it answers: clients try it first, and wait.</summary>
internal sealed class R02Ipv6Answers() : DoctorCheck("R02", "IPv6 answers", CheckGroup.Network, "R01")
{
    public override async Task<Finding> RunAsync(Examination examination, CancellationToken cancel)
    {
        MailHost host = await examination.MailHostAsync(cancel).ConfigureAwait(false);
        if (!host.Addresses.Any(a => a.AddressFamily == AddressFamily.InterNetworkV6))
        {
            return Finding.Ok("no IPv6 address is published");
        }
        MailPorts ports = examination.Options.Ports;
        IReadOnlyList<PortReport>[] both = await Task.WhenAll(
            examination.PortsAsync(ports.Imaps, cancel), examination.PortsAsync(ports.Imap, cancel)).ConfigureAwait(false);
        PortReport[] six = [.. both.SelectMany(r => r).Where(r => r.EndPoint.AddressFamily == AddressFamily.InterNetworkV6)];
        PortReport[] four = [.. both.SelectMany(r => r).Where(r => r.EndPoint.AddressFamily == AddressFamily.InterNetwork)];
        if (six.Any(r => r.State == PortState.Open))
        {
            return Finding.Ok($"{six.First(r => r.State == PortState.Open).EndPoint} answers");
        }
        if (six.All(r => r.State == PortState.NoRoute))
        {
            return Finding.Skipped("this machine has no way into IPv6, so it cannot tell");
        }
        if (!four.Any(r => r.State == PortState.Open))
        {
            return Finding.Skipped("IPv4 does not answer either; see R06");
        }
        return Finding.Warn("IPv6 is announced but does not answer; clients wait up to 20 s before they try IPv4.")
            .Because($"{six[0].EndPoint.Address} is {PortWords.Describe(six[0])}")
            .Do($"Open {ports.Imaps}/tcp for IPv6 on the server, or remove the AAAA record.", "ip6tables -S INPUT; nft list ruleset")
            .With(six.Select(r => $"{r.EndPoint}: {PortWords.Describe(r)}"));
    }
}
