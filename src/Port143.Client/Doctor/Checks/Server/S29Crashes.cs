using System.Security.Cryptography;
using System.Text;
using Port143.Client.Doctor.Logs;

namespace Port143.Client.Doctor.Checks.Server;

/// <summary>S29: no bug of the server ended sessions or the process during the last day.</summary>
internal sealed class S29Crashes() : DoctorCheck("S29", "bugs in the log", CheckGroup.Log)
{
    private static readonly int[] Crashes = [5, 6, 316, 1002, 1007];

    public override async Task<Finding> RunAsync(Examination examination, CancellationToken cancel)
    {
        if (await examination.LogAsync(cancel).ConfigureAwait(false) is not { } log)
        {
            return Finding.Skipped(ServerLogFacts.Missing);
        }
        (string Print, int Count, LogEvent First)[] bugs =
            [.. log.Where(e => Crashes.Contains(e.Id)).GroupBy(FingerprintOf).Select(g => (g.Key, g.Count(), g.First())).OrderByDescending(g => g.Item2)];
        if (bugs.Length == 0)
        {
            return Finding.Ok("none");
        }
        return Finding.Fail($"A bug ended {bugs[0].Count} sessions or tasks (fingerprint {bugs[0].Print}).")
            .Because(bugs[0].First.Error?.Split('\n')[0] ?? bugs[0].First.Message)
            .Do("Make a bundle and report it; the fingerprint tells whether it is known.", $"port143 doctor --server --data {examination.Server.DataFolder} --bundle port143-report.zip")
            .With(bugs.Skip(1).Take(9).Select(b => $"{b.Count} times fingerprint {b.Print}: {b.First.Error?.Split('\n')[0] ?? b.First.Message}"));
    }

    // The kind of exception and where it was thrown: the same bug has the same print on every machine.
    private static string FingerprintOf(LogEvent e)
    {
        string[] lines = (e.Error ?? e.Message).Split('\n', StringSplitOptions.TrimEntries);
        string kind = lines[0].Split(':')[0];
        IEnumerable<string> frames = lines.Where(l => l.StartsWith("at Port143", StringComparison.Ordinal)).Take(3).Select(l => l.Split('(')[0]);
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', frames.Prepend(kind)))))[..8];
    }
}
