using System.Net;
using Port143.Client.Doctor.Checks.Remote;
using Port143.Client.Doctor.Probes;

namespace Port143.Client.Doctor.Checks.Server;

/// <summary>S05: the ports answer on loopback, on the addresses of this machine, and on the address that its names have in DNS.</summary>
internal sealed class S05SelfConnect() : DoctorCheck("S05", "connections from here", CheckGroup.Network, "S03", "S04")
{
    public override async Task<Finding> RunAsync(Examination examination, CancellationToken cancel)
    {
        if (examination.Server.Listeners.LastOrDefault(l => l.Name is "imap" or "imaps" && l.Port > 0) is not { } listener)
        {
            return Finding.Skipped("no port of IMAP is configured");
        }
        IPAddress own = listener.Address is { } bound && !bound.Equals(IPAddress.Any) && !bound.Equals(IPAddress.IPv6Any) ? bound : IPAddress.Loopback;
        PortReport self = await examination.PortAsync(own, listener.Port, cancel).ConfigureAwait(false);
        if (self.State != PortState.Open)
        {
            return Finding.Fail($"{self.EndPoint} does not answer from this machine itself: {PortWords.Describe(self)}.")
                .Because(self.State == PortState.Filtered ? "the server accepts no connections, or a rule drops loopback" : "see the state")
                .Do("See what the server does, and restart it.", "journalctl -u port143 -n 20; systemctl restart port143").Saw("state", self.State);
        }
        IReadOnlyList<IPAddress> addresses = examination.OwnAddresses();
        foreach (IPAddress address in addresses.Where(a => listener.Address is null || listener.Address.Equals(IPAddress.Any) && a.AddressFamily == own.AddressFamily))
        {
            PortReport lan = await examination.PortAsync(address, listener.Port, cancel).ConfigureAwait(false);
            if (lan.State != PortState.Open)
            {
                return Finding.Warn($"{listener.Port} works on {own}, and not on {address}: {PortWords.Describe(lan)}.").Because("a firewall on this machine, or a listener of one address family only")
                    .Do("Look at the firewall (S06), and at the listeners in the configuration.", $"ss -ltn 'sport = :{listener.Port}'").Saw("state", lan.State);
            }
        }
        foreach (IPAddress address in await examination.PublishedAddressesAsync(cancel).ConfigureAwait(false))
        {
            if (addresses.Contains(address) || IPAddress.IsLoopback(address))
            {
                continue;
            }
            PortReport outside = await examination.PortAsync(address, listener.Port, cancel).ConfigureAwait(false);
            if (outside.State != PortState.Open)
            {
                return Finding.Warn($"{listener.Port} works on this machine, and not on its public address {address}: {PortWords.Describe(outside)}.")
                    .Because("a router (NAT) or a provider's firewall is in front; some routers also do not let a machine reach its own public address")
                    .Do($"Forward {listener.Port}/tcp to {addresses.FirstOrDefault()?.ToString() ?? "this machine"} on the router, and look from elsewhere.", $"port143 doctor {address}")
                    .Saw("state", outside.State);
            }
        }
        return Finding.Ok($"{listener.Port} answers on {own}{string.Concat(addresses.Select(a => $", {a}"))}");
    }
}
