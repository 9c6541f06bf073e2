using System.Net;
using Port143.Client.Doctor.Checks.Remote;
using Port143.Client.Doctor.Logs;
using Port143.Client.Doctor.Probes;

namespace Port143.Client.Doctor.Checks.Server;

/// <summary>S37: clients are seen under their own addresses, and not all under that of a container's gateway.</summary>
internal sealed class S37Container() : DoctorCheck("S37", "addresses of clients", CheckGroup.Network)
{
    private const int Enough = 20;

    public override async Task<Finding> RunAsync(Examination examination, CancellationToken cancel)
    {
        if (await examination.LogAsync(cancel).ConfigureAwait(false) is not { } log)
        {
            return Finding.Skipped(ServerLogFacts.Missing);
        }
        IPAddress[] clients = [.. log.Where(e => e.Id is 101 or 102).Select(LogCauses.AddressOf).OfType<IPAddress>().Where(a => !IPAddress.IsLoopback(a))];
        if (clients.Length < Enough)
        {
            return Finding.Skipped($"only {clients.Length} sign-ins from other machines in the last day");
        }
        IPAddress[] different = [.. clients.Distinct()];
        bool contained = File.Exists(examination.Server.PathOf("/.dockerenv")) || File.Exists(examination.Server.PathOf("/run/.containerenv"));
        bool gateway = different.Length == 1 && (different[0].Equals(GatewayOf(examination.Server)) || contained) && AddressKinds.NameOf(different[0]) is not null;
        return gateway
            ? Finding.Warn($"All {clients.Length} sign-ins came from {different[0]}: the limits against attackers would hit everybody.").Because("a container's network, or a proxy or router in front, puts its own address in place of the clients'")
                .Do("Give the container the host's network, or have the router forward without changing addresses.", "docker run --network host ...").Saw("container", contained)
            : Finding.Ok($"{different.Length} different ones");
    }

    // The way out in /proc/net/route: destination 00000000, then the gateway in the machine's byte order.
    private static IPAddress? GatewayOf(ServerFacts server) =>
        server.LinesOf("/proc/net/route").Select(l => l.Split('\t')).FirstOrDefault(w => w.Length > 2 && w[1] == "00000000") is { } way
        && uint.TryParse(way[2], System.Globalization.NumberStyles.AllowHexSpecifier, System.Globalization.CultureInfo.InvariantCulture, out uint address) ? new IPAddress(address) : null;
}
