using Port143.Client.Doctor.Probes;

namespace Port143.Client.Doctor.Checks.Server;

/// <summary>S35: the running server uses the libraries that are installed, not ones that an update replaced.</summary>
internal sealed class S35OldLibraries() : DoctorCheck("S35", "libraries in memory", CheckGroup.System)
{
    public override async Task<Finding> RunAsync(Examination examination, CancellationToken cancel)
    {
        if (await examination.ServerProcessAsync(cancel).ConfigureAwait(false) is not { } process)
        {
            return Finding.Skipped("no process that this user may see holds the data folder");
        }
        IReadOnlyList<string> maps = examination.Server.LinesOf($"/proc/{process[(process.LastIndexOf(' ') + 1)..^1]}/maps");
        if (maps.Count == 0)
        {
            return Finding.Skipped("the memory map of the server may be seen by its own user and root only");
        }
        const string mark = " (deleted)";
        string[] old = [.. maps.Where(l => l.EndsWith(mark, StringComparison.Ordinal) && l.Contains('/', StringComparison.Ordinal))
            .Select(l => l[l.IndexOf('/', StringComparison.Ordinal)..^mark.Length])
            .Where(f => Path.GetFileName(f) is var name && (name.Contains(".so", StringComparison.Ordinal) || name.StartsWith("port143", StringComparison.Ordinal))).Distinct()];
        return old.Length == 0 ? Finding.Ok("those that are installed")
            : Finding.Warn($"{Path.GetFileName(old[0])} was updated, and the server still runs the old one.").With(old.Skip(1)).Do("Restart it; it lets running commands finish first.", "systemctl restart port143");
    }
}
