using System.Net;
using System.Net.Sockets;
using Port143.Client.Doctor.Logs;
using Port143.Storage.Inspection;

namespace Port143.Client.Doctor.Checks.Server;

/// <summary>S27: whether somebody guesses passwords at this moment, and who is blocked for it.</summary>
internal sealed class S27Attacks() : DoctorCheck("S27", "attacks in the last hour", CheckGroup.Log)
{
    private const int Some = 100;
    private const int Many = 1000;

    public override async Task<Finding> RunAsync(Examination examination, CancellationToken cancel)
    {
        BlocksInForce? blocks = Blocks(examination);
        if (await examination.LogAsync(cancel).ConfigureAwait(false) is not { } log)
        {
            return Blocked(blocks, examination) ?? Finding.Skipped(ServerLogFacts.Missing);
        }
        DateTimeOffset since = examination.Time.GetUtcNow() - TimeSpan.FromHours(1);
        LogEvent[] refused = [.. log.Where(e => e.Time >= since && e.Id is 102 or 113)];
        if (refused.Length < Some)
        {
            return Blocked(blocks, examination) ?? Finding.Ok($"{refused.Length} refused sign-ins in an hour");
        }
        (string Account, int Count) victim = refused.GroupBy(e => LogCauses.AccountOf(e) ?? "").Select(g => (g.Key, g.Count())).MaxBy(g => g.Item2);
        (string Network, int Count)[] networks = [.. refused.Select(LogCauses.AddressOf).OfType<IPAddress>().GroupBy(NetworkOf).Select(g => (g.Key, g.Count())).OrderByDescending(g => g.Item2)];
        string words = $"{refused.Length:N0} refused sign-ins in an hour, {100 * victim.Count / refused.Length}% of them for '{victim.Account}', from {networks.Length} networks.";
        Finding finding = refused.Length >= Many ? Finding.Warn(words) : Finding.Info(words);
        return finding.Because("somebody guesses passwords; the server makes them wait").Do("Nothing must be done where passwords are good; blocking the worst network is optional.", $"nft insert rule inet filter input ip saddr {(networks.Length > 0 ? networks[0].Network : "198.51.100.0/24")} drop")
            .With(networks.Take(5).Select(n => $"{n.Count:N0} from {n.Network}")).With((blocks?.Accounts.Concat(blocks.Networks) ?? []).Take(5).Select(n => $"blocked: {n}"));
    }

    // Null: nobody is blocked.
    private static Finding? Blocked(BlocksInForce? blocks, Examination examination) => blocks is null or { Accounts.Count: 0, Networks.Count: 0 } ? null
        : Finding.Info($"{blocks.Networks.Count} networks and {blocks.Accounts.Count} accounts are blocked for wrong passwords.").Because("somebody guessed; device passwords, and networks that an account was used from, are not blocked")
            .With(blocks.Accounts.Concat(blocks.Networks).Take(10)).Do("Take a block away when it hits one of your own.", $"port143 block list --data {examination.Server.DataFolder}");

    // Null: there is no directory that can be read; another check says so.
    private static BlocksInForce? Blocks(Examination examination)
    {
        try
        {
            return BlocksInForce.Read(examination.Server.DataFolder, examination.Time.GetUtcNow());
        }
        catch (IOException)
        {
            return null;
        }
    }

    private static string NetworkOf(IPAddress address)
    {
        IPAddress plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        byte[] bytes = plain.GetAddressBytes();
        int kept = plain.AddressFamily == AddressFamily.InterNetwork ? 3 : 8;
        bytes.AsSpan(kept).Clear();
        return $"{new IPAddress(bytes)}/{kept * 8}";
    }
}
