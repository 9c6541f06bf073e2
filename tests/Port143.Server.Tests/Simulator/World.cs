using Port143.Storage;
using Port143.Storage.Index;

namespace Port143.Server.Tests.Simulator;

/// <summary>What the mail of an account must be, changed by the simulation itself, command by command.</summary>
internal sealed class World
{
    /// <summary>The flags in play; bit n of a message's flags is number n.</summary>
    public static readonly string[] FlagNames =
        ["\\Answered", "\\Flagged", "\\Deleted", "\\Seen", "\\Draft", "$Forwarded", "$Junk", "Work", "Later", "a.b"];

    public const int Flagged = 1 << 1, Deleted = 1 << 2, Seen = 1 << 3;

    public SortedDictionary<string, WorldMailbox> Mailboxes { get; } = new(StringComparer.Ordinal);

    public SortedSet<string> Subscribed { get; } = new(StringComparer.Ordinal);

    /// <summary>The account's annotations.</summary>
    public Dictionary<string, string> Annotations { get; } = [];

    /// <summary>The highest UIDVALIDITY that a name ever had.</summary>
    public Dictionary<string, uint> Validities { get; } = [];

    /// <summary>Flags by their names; an unknown one fails.</summary>
    public static int ParseFlags(IEnumerable<string> names, bool mayBeRecent)
    {
        int flags = 0;
        foreach (string name in names)
        {
            int bit = Array.IndexOf(FlagNames, name);
            if (bit < 0 && (name != "\\Recent" || !mayBeRecent) || bit >= 0 && (flags >> bit & 1) != 0)
            {
                throw new InvalidDataException("a flag that cannot be: " + name);
            }
            flags |= bit < 0 ? 0 : 1 << bit;
        }
        return flags;
    }

    public static string WriteFlags(int flags) =>
        string.Join(' ', FlagNames.Where((_, bit) => (flags >> bit & 1) != 0));
}

/// <summary>A mailbox as it must be.</summary>
internal sealed class WorldMailbox
{
    public required string Name { get; set; }

    public required MailboxId Id { get; init; }

    /// <summary>Where the server counts; asked for its head after each step.</summary>
    public required MailboxIndex Index { get; init; }

    public required uint UidValidity { get; init; }

    public uint UidNext { get; set; } = 1;

    public long Head { get; set; }

    public bool IsGone { get; set; }

    public List<WorldMessage> Messages { get; } = [];

    public Dictionary<string, string> Annotations { get; } = [];

    /// <summary>How many messages and which UIDNEXT it had after the last step.</summary>
    public (int Messages, uint UidNext) Settled { get; set; } = (0, 1);

    /// <summary>What this step added or changed; one MODSEQ for all of it is due.</summary>
    public List<WorldMessage> Touched { get; } = [];

    /// <summary>Whether this step moved the head.</summary>
    public bool IsTouched { get; set; }
}

/// <summary>A message as it must be.</summary>
internal sealed class WorldMessage
{
    public required uint Uid { get; init; }

    public required WorldContent Content { get; init; }

    public required string Date { get; init; }

    public int Flags { get; set; }

    public long ModSeq { get; set; }

    public bool IsGone { get; set; }
}

/// <summary>The bytes of a message; copies share them and their EMAILID.</summary>
internal sealed class WorldContent
{
    public required Letter Letter { get; init; }

    public string? EmailId { get; set; }
}
