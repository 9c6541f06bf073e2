using System.Globalization;
using System.Text.Json;

namespace Port143.Client.Doctor.Logs;

/// <summary>Reads a line of the server's log, in either of its formats; whatever stands before it (journal, container) is passed over.</summary>
public static class LogLine
{
    private const string Stamp = "yyyy-MM-ddTHH:mm:ss.fffZ";

    /// <summary>The event; null for a line that is none.</summary>
    public static LogEvent? Read(string line)
    {
        int brace = line.IndexOf("{\"time\":", StringComparison.Ordinal);
        return brace >= 0 ? Json(line[brace..]) : Text(line);
    }

    // 2026-11-28T04:36:23.123Z warning Port143.SignIn/102: sign-in refused: ... | System.IO.IOException: ...
    private static LogEvent? Text(string line)
    {
        int level = line.IndexOf("Z ", StringComparison.Ordinal);
        int start = level - (Stamp.Length - 1);
        if (start < 0 || !TryTime(line.AsSpan(start, Stamp.Length), out DateTimeOffset time))
        {
            return null;
        }
        string rest = line[(level + 2)..];
        int category = rest.IndexOf(' ', StringComparison.Ordinal), colon = rest.IndexOf(": ", StringComparison.Ordinal);
        if (category < 0 || colon < category)
        {
            return null;
        }
        int slash = rest.LastIndexOf('/', colon);
        int id = slash > category && Mail.AsciiDigits.TryParse(rest.AsSpan(slash + 1, colon - slash - 1), int.MaxValue, out ulong number) ? (int)number : 0;
        string message = rest[(colon + 2)..];
        int error = message.IndexOf(" | ", StringComparison.Ordinal);
        return new LogEvent(time, rest[..category], id, error < 0 ? message : message[..error], error < 0 ? null : message[(error + 3)..].Replace("\\n", "\n", StringComparison.Ordinal));
    }

    private static LogEvent? Json(string text)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(text);
            JsonElement root = document.RootElement;
            return TryTime(root.GetProperty("time").GetString(), out DateTimeOffset time)
                ? new LogEvent(
                    time, root.GetProperty("level").GetString() ?? "", root.GetProperty("event").GetInt32(), root.GetProperty("message").GetString() ?? "",
                    root.TryGetProperty("error", out JsonElement error) ? error.GetString() : null)
                : null;
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or KeyNotFoundException or FormatException)
        {
            return null;
        }
    }

    private static bool TryTime(ReadOnlySpan<char> text, out DateTimeOffset time) =>
        DateTimeOffset.TryParseExact(text, Stamp, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out time);
}
