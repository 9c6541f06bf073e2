namespace Port143.Server.Tests.Simulator;

/// <summary>What the mail of an account must be, changed by the simulation itself, command by command.</summary>
internal sealed class World
{
    /// <summary>The flags in play; bit n of a message's flags is number n.</summary>
    public static readonly string[] FlagNames =
        ["\\Answered", "\\Flagged", "\\Deleted", "\\Seen", "\\Draft", "$Forwarded", "$Junk", "Work", "Later", "a.b"];

    /// <summary>Those who see the mailboxes: their owner, and two whom they are shared with.</summary>
    public const int Viewers = 3, Owner = 0;

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
