using Port143.Mail;

namespace Port143.Storage.Sqlite;

/// <summary>
/// One write transaction, which may carry many changes (group commit). Mailbox rows are read once and written back once,
/// and MODSEQs are allotted on them under the database's write lock, so number order is commit order even between
/// processes.
/// </summary>
internal sealed class SqliteTransaction
{
    private readonly Dictionary<MailboxId, MailboxHead> _heads = [];
    private long _usedStorage; // what is not written yet
    private long _usedMessages;

    public SqliteTransaction(SqliteDatabase database, long now, SqliteOptions options)
    {
        Options = options;
        Database = database;
        Now = now;
    }

    public SqliteDatabase Database { get; }

    /// <summary>How the engine works.</summary>
    public SqliteOptions Options { get; }

    /// <summary>Seconds since 1970 UTC.</summary>
    public long Now { get; }

    /// <summary>Whether the list of mailboxes or the subscriptions changed.</summary>
    public bool ListChanged { get; set; }

    /// <summary>The number of the list's latest change, once it was written.</summary>
    public long ListVersion { get; private set; }

    /// <summary>The number of the latest change to annotations that this transaction made, or 0.</summary>
    public long AnnotationHead { get; set; }

    /// <summary>Whether there are contents that the search index does not know.</summary>
    public bool HasContents { get; set; }

    /// <summary>Whether contents were released, of which the janitor has to see whether other messages refer to them.</summary>
    public bool HasReleased { get; set; }

    /// <summary>Mailboxes that were deleted.</summary>
    public List<MailboxId> Deleted { get; } = [];

    /// <summary>Files that belong to contents which this transaction added; they are kept once it is committed.</summary>
    public List<StagedMessage> TakenFiles { get; } = [];

    /// <summary>The heads of all mailboxes that this transaction looked at.</summary>
    public IEnumerable<MailboxHead> Heads => _heads.Values;

    /// <summary>The row of a mailbox, or null when there is none.</summary>
    public MailboxHead? Head(MailboxId mailbox)
    {
        if (_heads.TryGetValue(mailbox, out MailboxHead? head))
        {
            return head;
        }
        head = SqliteMailboxReader.ReadHead(Database, mailbox);
        if (head is not null)
        {
            _heads.Add(mailbox, head);
        }
        return head;
    }

    /// <summary>Forgets a mailbox that was deleted.</summary>
    public void Forget(MailboxId mailbox) => _heads.Remove(mailbox);

    /// <summary>
    /// Turns flag names into bits; keywords that are new are added to the mailbox if <paramref name="add"/>. False when
    /// there is no room for them.
    /// </summary>
    public bool TryResolve(MailboxHead head, IReadOnlyList<string> names, bool add, out FlagSet flags)
    {
        flags = FlagSet.None;
        int room = FlagSet.MaxKeywords - head.Keywords.Count;
        foreach (string name in names)
        {
            if (SystemFlags.TryParse(name, out SystemFlag flag))
            {
                flags |= FlagSet.Of(flag);
                continue;
            }
            if (name.StartsWith('\\'))
            {
                continue; // \Recent, and what other servers may have invented
            }
            int number = head.FindKeyword(name);
            if (number < 0)
            {
                if (!add)
                {
                    continue;
                }
                if (room-- <= 0)
                {
                    return false;
                }
                number = head.AddKeyword(name);
                head.Touch();
                Database.Prepare("INSERT INTO keyword(mailbox, number, name) VALUES(?, ?, ?)")
                    .Bind(1, head.Id.Value).Bind(2, number).Bind(3, name).Run();
            }
            flags |= FlagSet.OfKeyword(number);
        }
        return true;
    }

    /// <summary>The next value of a counter that never goes back.</summary>
    public long NextCounter(string name, long atLeast)
    {
        using SqliteStatement statement = Database.Prepare(
            "INSERT INTO counter(name, value) VALUES(?1, ?2)"
            + " ON CONFLICT(name) DO UPDATE SET value = max(value + 1, ?2) RETURNING value");
        statement.Bind(1, name).Bind(2, atLeast).Step();
        return statement.Int64(0);
    }

    /// <summary>Counts what message rows add to the usage, or take away; whoever writes or deletes such rows calls this.</summary>
    public void Use(long storage, long messages)
    {
        _usedStorage += storage;
        _usedMessages += messages;
    }

    /// <summary>Writes the usage counted so far.</summary>
    public void WriteUsage()
    {
        if (_usedStorage == 0 && _usedMessages == 0)
        {
            return;
        }
        Database.Prepare("UPDATE usage SET storage=storage+?, messages=messages+?").Bind(1, _usedStorage).Bind(2, _usedMessages).Run();
        _usedStorage = _usedMessages = 0;
    }

    /// <summary>Writes the mailbox rows that changed, and the usage.</summary>
    public void WriteHeads()
    {
        WriteUsage();
        if (ListChanged)
        {
            ListVersion = NextCounter("list", 1);
        }
        foreach (MailboxHead head in _heads.Values)
        {
            if (head.IsChanged)
            {
                Database.Prepare("UPDATE mailbox SET uidnext=?, modseq=?, first_recent=? WHERE id=?")
                    .Bind(1, head.UidNext).Bind(2, head.ModSeq).Bind(3, head.FirstRecent).Bind(4, head.Id.Value).Run();
            }
        }
    }
}
