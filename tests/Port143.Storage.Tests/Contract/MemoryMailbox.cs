using Port143.Mail;

namespace Port143.Storage.Tests.Contract;

/// <summary>A mailbox of <see cref="MemoryMailStorage"/>.</summary>
internal sealed class MemoryMailbox(MailboxId id, MailboxName name, uint uidValidity, SpecialUse use)
{
    public MailboxId Id => id;

    public MailboxName Name { get; set; } = name;

    public SpecialUse Use => use;

    public uint UidNext { get; set; } = 1;

    public long Head { get; set; } = 1;

    public uint FirstRecent { get; set; } = 1;

    public List<string> Keywords { get; } = [];

    public SortedDictionary<uint, MessageRow> Rows { get; } = [];

    public List<ExpungedUid> Expunged { get; } = [];

    public AccessControlList Acl { get; set; } = AccessControlList.Private;

    public bool SharesSeen { get; set; }

    /// <summary>What readers have seen, who have \Seen of their own.</summary>
    public Dictionary<(AccountId Reader, uint Uid), (long ModSeq, bool IsSeen)> Seen { get; } = [];

    public MailboxInfo Info => new(id, Name, uidValidity, use) { Acl = Acl, SharesSeen = SharesSeen };

    public MailboxState State => new(uidValidity, UidNext, Head, 0, FirstRecent, [.. Keywords]);

    public LogPage Page(long after) => new(
        after, State, [.. Rows.Values.Where(r => r.ModSeq > after)],
        after == 0 ? [] : [.. Expunged.Where(e => e.ModSeq > after)])
    {
        Marks = [.. Seen.Where(s => s.Value.ModSeq > after).Select(s => new SeenMark(s.Key.Reader, s.Key.Uid, s.Value.ModSeq, s.Value.IsSeen))],
    };

    public LogPage PageOf(AccountId reader, long after) => Page(after) with
    {
        Rows = [.. Rows.Values.Select(r => View(r, reader)).Where(r => r.ModSeq > after)],
        Marks = [],
        Reader = reader,
    };

    public MessageRow View(MessageRow row, AccountId? reader) => reader is { } who
        ? (Seen.TryGetValue((who, row.Uid), out (long ModSeq, bool IsSeen) mark)
            ? row with { ModSeq = Math.Max(row.ModSeq, mark.ModSeq) } : row).SeenAs(mark.IsSeen)
        : row;

    public int Keyword(string name) => Keywords.FindIndex(k => k.Equals(name, StringComparison.OrdinalIgnoreCase));

    public bool HasRoomFor(IEnumerable<string> names) =>
        Keywords.Count + names.Where(n => n[0] != '\\' && Keyword(n) < 0).Distinct(StringComparer.OrdinalIgnoreCase).Count()
            <= FlagSet.MaxKeywords;

    public FlagSet Resolve(IEnumerable<string> names, bool add)
    {
        FlagSet flags = FlagSet.None;
        foreach (string name in names)
        {
            if (SystemFlags.TryParse(name, out SystemFlag flag))
            {
                flags |= FlagSet.Of(flag);
            }
            else if (name[0] != '\\')
            {
                if (Keyword(name) < 0 && add)
                {
                    Keywords.Add(name);
                }
                if (Keyword(name) >= 0)
                {
                    flags |= FlagSet.OfKeyword(Keyword(name));
                }
            }
        }
        return flags;
    }
}
