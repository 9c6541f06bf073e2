using System.Globalization;

namespace Port143.Client.Doctor.Probes;

/// <summary>What a server said of INBOX and of its mailboxes.</summary>
public sealed record InboxReport
{
    /// <summary>The lines of LIST.</summary>
    public IReadOnlyList<string> Mailboxes { get; init; } = [];

    /// <summary>The count of EXISTS.</summary>
    public long Exists { get; init; }

    /// <summary>UIDVALIDITY; null when none was told.</summary>
    public ulong? UidValidity { get; init; }

    /// <summary>UIDNEXT; null when none was told.</summary>
    public ulong? UidNext { get; init; }

    /// <summary>The UIDs that UID SEARCH ALL gave, in its order; null when it was not asked.</summary>
    public IReadOnlyList<ulong>? Uids { get; init; }

    /// <summary>RFC822.SIZE of the last message; null without one.</summary>
    public long? LastSize { get; init; }

    /// <summary>How many octets of the last message came; null when it was not read whole.</summary>
    public long? LastOctets { get; init; }

    /// <summary>What does not fit together, a sentence for each; empty when all does.</summary>
    public IReadOnlyList<string> Contradictions()
    {
        var wrong = new List<string>();
        if (UidValidity is null or 0)
        {
            wrong.Add("it has no UIDVALIDITY, so mail programs load everything anew each time");
        }
        if (Uids is { } uids)
        {
            if (uids.Distinct().Count() != uids.Count)
            {
                wrong.Add("the same UID is there twice");
            }
            if (uids.Count != Exists)
            {
                wrong.Add(string.Create(CultureInfo.InvariantCulture, $"EXISTS says {Exists} messages, SEARCH finds {uids.Count}"));
            }
            if (UidNext is { } next && uids.Count > 0 && uids.Max() >= next)
            {
                wrong.Add(string.Create(CultureInfo.InvariantCulture, $"UIDNEXT is {next}, and there is a UID {uids.Max()}"));
            }
        }
        if (LastSize is { } size && LastOctets is { } octets && size != octets)
        {
            wrong.Add(string.Create(CultureInfo.InvariantCulture, $"the last message has RFC822.SIZE {size} and {octets} octets"));
        }
        if (!Mailboxes.Any(m => m.TrimEnd('"').EndsWith("INBOX", StringComparison.OrdinalIgnoreCase)))
        {
            wrong.Add("LIST does not name INBOX");
        }
        foreach (string use in (string[])["\\Sent", "\\Drafts", "\\Trash", "\\Junk"])
        {
            if (Mailboxes.Count(m => m.Contains(use, StringComparison.OrdinalIgnoreCase)) > 1)
            {
                wrong.Add($"several mailboxes are {use[1..]}");
            }
        }
        return wrong;
    }
}
