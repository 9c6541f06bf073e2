namespace Port143.Client.Doctor.Probes;

/// <summary>Files of the operating system, below <see cref="ServerFacts.SystemRoot"/>; nothing throws for what is not there.</summary>
public static class SystemFiles
{
    private const int MaxLines = 200_000;

    /// <summary>The full path of a file of the system.</summary>
    public static string PathOf(this ServerFacts server, string path) => Path.Combine(server.SystemRoot, path.TrimStart('/'));

    /// <summary>The lines of a file; empty when it cannot be read.</summary>
    public static IReadOnlyList<string> LinesOf(this ServerFacts server, string path)
    {
        try
        {
            return [.. File.ReadLines(server.PathOf(path)).Take(MaxLines)];
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    /// <summary>The one number in a file; null when there is none.</summary>
    public static long? NumberIn(this ServerFacts server, string path) =>
        server.LinesOf(path) is [var line, ..] && Mail.AsciiDigits.TryParse(line.Trim(), long.MaxValue, out ulong number) ? (long)number : null;
}
