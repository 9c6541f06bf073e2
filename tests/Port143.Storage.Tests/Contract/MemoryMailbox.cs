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

    public MailboxInfo Info => new(id, Name, uidValidity, use) { Acl = Acl };

    public MailboxState State => new(uidValidity, UidNext, Head, 0, FirstRecent, [.. Keywords]);

    public LogPage Page(long after) => new(
        after, State, [.. Rows.Values.Where(r => r.ModSeq > after)],
        after == 0 ? [] : [.. Expunged.Where(e => e.ModSeq > after)]);

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
