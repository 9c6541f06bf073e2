using Port143.Client.Doctor.Probes;

namespace Port143.Client.Doctor.Checks.Server;

/// <summary>S18: there is memory for the clients that are configured.</summary>
internal sealed class S18Memory() : DoctorCheck("S18", "memory", CheckGroup.System)
{
    private const long PerClient = 48 * 1024;         // an idle client behind TLS, measured
    private const long Itself = 200L * 1024 * 1024;   // the program, its caches, and four passwords being hashed

    public override Task<Finding> RunAsync(Examination examination, CancellationToken cancel)
    {
        ServerFacts server = examination.Server;
        long? limit = Smaller(Available(server), Smaller(server.NumberIn("/sys/fs/cgroup/memory.max"), server.NumberIn("/sys/fs/cgroup/system.slice/port143.service/memory.max")));
        if (limit is not { } bytes)
        {
            return Task.FromResult(Finding.Skipped("the memory of this system cannot be read"));
        }
        long clients = Math.Max(0, (bytes - Itself) / PerClient);
        return Task.FromResult(clients < server.MaxConnections
            ? Finding.Warn($"{bytes >> 20:N0} MiB are enough for about {clients:N0} clients; {server.MaxConnections:N0} are configured.")
                .Do("Raise the limit of the service (MemoryMax), or lower limits.connections.", "systemctl edit port143").Saw("bytes", bytes)
            : Finding.Ok($"{bytes >> 20:N0} MiB, for {server.MaxConnections:N0} clients"));
    }

    private static long? Available(ServerFacts server) =>
        server.LinesOf("/proc/meminfo").FirstOrDefault(l => l.StartsWith("MemTotal:", StringComparison.Ordinal))?.Split(' ', StringSplitOptions.RemoveEmptyEntries) is [_, var kib, ..]
        && Mail.AsciiDigits.TryParse(kib, long.MaxValue >> 10, out ulong number) ? (long)number * 1024 : null;

    private static long? Smaller(long? a, long? b) => a is null ? b : b is null ? a : Math.Min(a.Value, b.Value);
}
