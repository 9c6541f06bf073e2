using Port143.Client.Doctor.Probes;

namespace Port143.Client.Doctor.Checks.Server;

/// <summary>S21: what is in the server's memory, mail and passwords, does not get onto a disk by a core dump or by swapping.</summary>
internal sealed class S21SecretsInMemory() : DoctorCheck("S21", "core dumps and swap", CheckGroup.System)
{
    public override async Task<Finding> RunAsync(Examination examination, CancellationToken cancel)
    {
        ServerFacts server = examination.Server;
        string? process = await examination.ServerProcessAsync(cancel).ConfigureAwait(false);
        string whose = process is null ? "self" : process[(process.LastIndexOf(' ') + 1)..^1];
        string[]? core = server.LinesOf($"/proc/{whose}/limits").FirstOrDefault(l => l.StartsWith("Max core file size", StringComparison.Ordinal))
            ?["Max core file size".Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (core is not { Length: >= 1 })
        {
            return Finding.Skipped("the limits cannot be read");
        }
        if (core[0] != "0" && process is not null)
        {
            return Finding.Info("A core dump of the server would hold mail and passwords.").Do("In the unit of the service:", "LimitCORE=0").Saw("limit", core[0]);
        }
        string[] swaps = [.. server.LinesOf("/proc/swaps").Skip(1).Select(l => l.Split((char[])[' ', '\t'])[0])];
        return swaps.FirstOrDefault(s => !s.Contains("zram", StringComparison.Ordinal) && !s.Contains("/dm-", StringComparison.Ordinal)) is { } swap
            ? Finding.Info($"Memory may be swapped to {swap}, which is not encrypted as far as can be seen.").Do("Encrypt it, or keep the service out of it (in the unit):", "MemorySwapMax=0")
            : Finding.Ok("neither reaches a disk");
    }
}
