using System.Net;
using Port143.Client.Doctor.Checks.Remote;
using Port143.Client.Doctor.Logs;
using Port143.Client.Doctor.Probes;

namespace Port143.Client.Doctor.Checks.Server;

/// <summary>S07: nothing in front of this machine, such as the firewall of its provider, keeps clients out.</summary>
internal sealed class S07ProviderFilter() : DoctorCheck("S07", "firewall of the provider", CheckGroup.Network, "S03", "S06")
{
    public override async Task<Finding> RunAsync(Examination examination, CancellationToken cancel)
    {
        IReadOnlyList<LogEvent> log = await examination.LogAsync(cancel).ConfigureAwait(false) ?? [];
        IPAddress? outside = log.Where(e => e.Id is 101 or 102).Select(LogCauses.AddressOf).FirstOrDefault(a => a is not null && AddressKinds.NameOf(a) is null);
        if (outside is not null)
        {
            return Finding.Ok("clients from outside came in during the last day");
        }
        int[] ports = [.. examination.Server.Listeners.Where(l => l.Name is "imap" or "imaps" && l.Port > 0).Select(l => l.Port)];
        foreach (IPAddress address in (await examination.PublishedAddressesAsync(cancel).ConfigureAwait(false)).Where(a => !examination.OwnAddresses().Contains(a) && !IPAddress.IsLoopback(a)))
        {
            PortReport[] reports = await Task.WhenAll(ports.Select(p => examination.PortAsync(address, p, cancel))).ConfigureAwait(false);
            PortReport web = await examination.PortAsync(address, examination.Options.Ports.Https, cancel).ConfigureAwait(false);
            if (web.State == PortState.Open && reports.FirstOrDefault(r => r.State is PortState.Filtered or PortState.Prohibited) is { } blocked)
            {
                return Finding.Warn($"{blocked.EndPoint.Port} is not blocked on this machine, and blocked on its public address {address}, where {web.EndPoint.Port} answers.")
                    .Because("the firewall of the provider, or a router in front, lets the web through and not mail")
                    .Do($"Open {blocked.EndPoint.Port}/tcp in the provider's security group, or forward it on the router.").Saw("state", blocked.State);
            }
        }
        return Finding.Skipped("from this machine alone it cannot be told; run port143 doctor HOST on another one");
    }
}
