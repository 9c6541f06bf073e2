using System.CommandLine;
using System.Globalization;
using Port143.Cli;
using Port143.Storage;

namespace Port143.Commands;

/// <summary><c>port143 audit</c>: what was done to the server and its accounts, and by whom.</summary>
internal static class AuditCommand
{
    private const int Most = 1_000_000;

    /// <summary>Makes the command.</summary>
    public static Command Create()
    {
        Option<string> data = DataFolder.CreateOption();
        var since = new Option<string?>("--since")
        {
            Description = "The oldest entry: a date (2026-01-31), a time in UTC (2026-01-31T12:00:00Z), or how long ago (90min, 12h, 7d). Default: 7d.",
            HelpName = "TIME",
        };
        var asJson = new Option<bool>("--json")
        {
            Description = "Print a JSON array of objects with sequence, at, actor, action, account, address and detail.",
        };
        var command = new Command("audit", "Print the audit trail, oldest first: every change by an administrator or an owner, and every sign-in.")
        {
            since, asJson, data,
        };
        command.SetAction(async (parsed, cancel) =>
        {
            DateTimeOffset from = Since(parsed.GetValue(since) ?? "7d", TimeProvider.System.GetUtcNow());
            await using SqliteDirectory directory = DataFolder.OpenDirectory(DataFolder.Existing(parsed, data));
            Print([.. (await directory.ReadAuditAsync(from, Most, cancel)).Reverse()], parsed.GetValue(asJson));
            return ExitCode.Ok;
        });
        return command;
    }

    /// <summary>Reads a moment.</summary>
    internal static DateTimeOffset Since(string text, DateTimeOffset now)
    {
        foreach ((string unit, TimeSpan length) in (ReadOnlySpan<(string, TimeSpan)>)
            [("min", TimeSpan.FromMinutes(1)), ("h", TimeSpan.FromHours(1)), ("d", TimeSpan.FromDays(1))])
        {
            if (text.EndsWith(unit, StringComparison.Ordinal)
                && Mail.AsciiDigits.TryParse(text.AsSpan(0, text.Length - unit.Length).TrimEnd(), 100_000, out ulong count))
            {
                return now - count * length;
            }
        }
        return DateTimeOffset.TryParseExact(
            text, (string[])["yyyy-MM-dd", "yyyy-MM-ddTHH:mm:ssZ"], CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out DateTimeOffset time)
            ? time
            : throw new CliException(ExitCode.Usage, $"--since {text} is no time; write 2026-01-31, 2026-01-31T12:00:00Z, 90min, 12h or 7d");
    }

    private static void Print(IReadOnlyList<AuditEntry> entries, bool asJson)
    {
        if (!asJson)
        {
            var table = new TextTable("AT", "ACTOR", "ACTION", "ACCOUNT", "DETAIL");
            foreach (AuditEntry entry in entries)
            {
                table.Add(UtcText.Seconds(entry.At), entry.Actor, entry.Action, entry.Address.Length > 0 ? entry.Address : "-", entry.Detail);
            }
            table.Print();
            return;
        }
        JsonOutput.Print(json =>
        {
            json.WriteStartArray();
            foreach (AuditEntry entry in entries)
            {
                json.WriteStartObject();
                json.WriteNumber("sequence", entry.Sequence);
                json.WriteString("at", UtcText.Seconds(entry.At));
                json.WriteString("actor", entry.Actor);
                json.WriteString("action", entry.Action);
                json.WriteString("account", entry.Account?.Value);
                json.WriteString("address", entry.Address);
                json.WriteString("detail", entry.Detail);
                json.WriteEndObject();
            }
            json.WriteEndArray();
        });
    }
}
