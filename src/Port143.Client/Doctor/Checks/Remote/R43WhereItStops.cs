using System.Net;
using Port143.Client.Doctor.Probes;

namespace Port143.Client.Doctor.Checks.Remote;

/// <summary>R43: where a port does not answer, the place on the way where packets stop, as far as routers tell.</summary>
internal sealed class R43WhereItStops() : DoctorCheck("R43", "where on the way it stops", CheckGroup.Network, "R01")
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1.2);
    private static readonly TimeSpan HopLimit = TimeSpan.FromMilliseconds(900);

    public override async Task<Finding> RunAsync(Examination examination, CancellationToken cancel)
    {
        MailPorts ports = examination.Options.Ports;
        Task<IReadOnlyList<PortReport>[]> probing = Task.WhenAll(examination.PortsAsync(ports.Imaps, cancel), examination.PortsAsync(ports.Imap, cancel));
        MailHost host = await examination.MailHostAsync(cancel).ConfigureAwait(false);
        // A port that has said nothing by now mostly never will: the way is looked at while it is waited for.
        await Task.WhenAny(probing, Task.Delay(Patience, cancel)).ConfigureAwait(false);
        Task<IReadOnlyList<RouteHop>>? early = probing.IsCompleted ? null : RouteProbe.TraceAsync(new IPEndPoint(host.Addresses[0], ports.Imaps), HopLimit, cancel);
        IReadOnlyList<PortReport>[] both = await probing.ConfigureAwait(false);
        PortReport[] reports = [.. both.SelectMany(r => r)];
        if (reports.Any(r => r.State == PortState.Open))
        {
            return Finding.Ok("nowhere: the server answers");
        }
        if (reports.FirstOrDefault(r => r.State is PortState.Filtered or PortState.Prohibited) is not { } blocked)
        {
            return Finding.Skipped("the host itself answers, or this machine has no way out; there is no place between to be found");
        }
        bool same = early is not null && blocked.EndPoint.Equals(new IPEndPoint(host.Addresses[0], ports.Imaps));
        IReadOnlyList<RouteHop> hops = await (same ? early! : RouteProbe.TraceAsync(blocked.EndPoint, HopLimit, cancel)).ConfigureAwait(false);
        string[] way = [.. hops.Where(h => h.Address is not null).Select(h => $"{h.Number}  {h.Address}")];
        RouteHop? refused = hops.FirstOrDefault(h => h.State == RouteHopState.Refused), last = hops.LastOrDefault(h => h.State == RouteHopState.Router);
        if (refused is not null)
        {
            // A router counts a packet's steps before it looks at its rules: it refuses what would have gone one step beyond it.
            int number = hops.First(h => refused.Address!.Equals(h.Address)).Number;
            return Finding.Warn($"{blocked.EndPoint.Port} is refused by {refused.Address}, {Steps(number)} from here.")
                .Because(refused.Address!.Equals(blocked.EndPoint.Address) ? "a firewall on the server itself" : "a firewall or router between here and the server")
                .Do("Ask whoever runs that address to let the port through.", $"whois {refused.Address}").With(way);
        }
        if (last is null)
        {
            return Finding.Info("No router on the way tells where packets stop: this machine's own firewall, or the first router, may drop them.")
                .Do("Look at the firewall here, and try another network.", $"nft list ruleset; ip route get {blocked.EndPoint.Address}");
        }
        return Finding.Warn($"Packets to {blocked.EndPoint.Port} get past {last.Address}, {Steps(last.Number)} from here, and stop behind it.")
            .Because("the next router, or the server's own firewall, drops them").Do("Compare with a port that answers; where the two ways part, the firewall is.", $"mtr -T -P {blocked.EndPoint.Port} {blocked.EndPoint.Address}").With(way);
    }

    private static string Steps(int number) => number == 1 ? "1 step" : $"{number} steps";
}
