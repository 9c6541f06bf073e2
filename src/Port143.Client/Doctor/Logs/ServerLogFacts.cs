using System.Text;
using Port143.Client.Doctor.Probes;

namespace Port143.Client.Doctor.Logs;

/// <summary>The server's log of the last day, from a file or from the journal; found out once.</summary>
public static class ServerLogFacts
{
    private const long MaxBytes = 64 * 1024 * 1024;
    private static readonly TimeSpan Span = TimeSpan.FromHours(24);

    /// <summary>The events of the last 24 hours, oldest first; null when there is no log to be found.</summary>
    public static Task<IReadOnlyList<LogEvent>?> LogAsync(this Examination examination, CancellationToken cancel) =>
        examination.FactAsync("log", c => ReadAsync(examination, c), cancel);

    /// <summary>Why there is none, for a finding that is skipped.</summary>
    public const string Missing = "no log was found: it is neither in the journal of the unit port143 nor named with --log";

    private static async Task<IReadOnlyList<LogEvent>?> ReadAsync(Examination examination, CancellationToken cancel)
    {
        DateTimeOffset since = examination.Time.GetUtcNow() - Span;
        ServerFacts server = examination.Server;
        if (server.LogFile is { } file)
        {
            return ReadFile(file, since);
        }
        CommandOutput? journal = await server.Commands.RunAsync(
            "journalctl", ["-u", "port143", "--since", "24 hours ago", "-o", "cat", "--no-pager", "-q"], cancel).ConfigureAwait(false);
        List<LogEvent> events = Parse(journal?.Lines ?? [], since);
        return events.Count == 0 ? null : events;
    }

    private static List<LogEvent>? ReadFile(string file, DateTimeOffset since)
    {
        try
        {
            using var input = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            input.Seek(Math.Max(0, input.Length - MaxBytes), SeekOrigin.Begin);
            using var reader = new StreamReader(input, Encoding.UTF8);
            return Parse(Lines(reader), since);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static IEnumerable<string> Lines(StreamReader reader)
    {
        while (reader.ReadLine() is { } line)
        {
            yield return line;
        }
    }

    private static List<LogEvent> Parse(IEnumerable<string> lines, DateTimeOffset since) => [.. lines.Select(LogLine.Read).OfType<LogEvent>().Where(e => e.Time >= since)];
}
