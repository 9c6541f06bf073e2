using Port143.Client.Doctor.Probes;

namespace Port143.Client.Doctor.Checks.Server;

/// <summary>S17: the server may have as many files open as it may have clients.</summary>
internal sealed class S17OpenFiles() : DoctorCheck("S17", "open files", CheckGroup.System)
{
    // Databases, listeners, the runtime's own; and one socket for each client.
    private const int Others = 300;

    public override async Task<Finding> RunAsync(Examination examination, CancellationToken cancel)
    {
        ServerFacts server = examination.Server;
        string? process = await examination.ServerProcessAsync(cancel).ConfigureAwait(false);
        string whose = process is null ? "self" : process[(process.LastIndexOf(' ') + 1)..^1];
        string[]? words = server.LinesOf($"/proc/{whose}/limits").FirstOrDefault(l => l.StartsWith("Max open files", StringComparison.Ordinal))
            ?["Max open files".Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (words is not { Length: >= 2 })
        {
            return Finding.Skipped("the limits cannot be read");
        }
        // The program raises its own limit to the hard one.
        if (!Mail.AsciiDigits.TryParse(words[1], long.MaxValue, out ulong limit))
        {
            return Finding.Ok("unlimited");
        }
        long clients = Math.Max(0, (long)limit - Others);
        return clients < server.MaxConnections
            ? Finding.Warn($"The limit of {limit} open files allows about {clients} clients; {server.MaxConnections} are configured.")
                .Do("In the unit of the service:", $"LimitNOFILE={Math.Max(65536, server.MaxConnections * 2)}").Saw("limit", limit).Saw("of", process ?? "this shell; the server does not run")
            : Finding.Ok($"{limit}, for {server.MaxConnections} clients");
    }
}
