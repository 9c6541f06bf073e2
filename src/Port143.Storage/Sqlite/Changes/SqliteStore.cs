using Port143.Mail;

namespace Port143.Storage.Sqlite.Changes;

/// <summary>
/// Makes a <see cref="StoreChange"/>. For each range of UIDs: the rows that differ are read, then changed by one UPDATE.
/// (RETURNING would do both at once, but takes twice as long.)
/// </summary>
internal static class SqliteStore
{
    private const string Select = "SELECT " + SqliteMailboxReader.RowColumns + " FROM message" + Where;
    private const string Where = " WHERE mailbox=?1 AND uid BETWEEN ?2 AND ?3 AND modseq<=?6 AND ";
    private const string ReplaceWhere = "((flags&?8|?4)<>flags OR (flags_high&?9|?5)<>flags_high)";
    private const string AddWhere = "((flags&?4)<>?4 OR (flags_high&?5)<>?5)";
    private const string RemoveWhere = "((flags&?4)<>0 OR (flags_high&?5)<>0)";
    private const string ReplaceSet = "UPDATE message SET flags=flags&?8|?4, flags_high=flags_high&?9|?5, modseq=?7";
    private const string AddSet = "UPDATE message SET flags=flags|?4, flags_high=flags_high|?5, modseq=?7";
    private const string RemoveSet = "UPDATE message SET flags=flags&~?4, flags_high=flags_high&~?5, modseq=?7";

    public static StoreResult Apply(SqliteTransaction transaction, StoreChange change)
    {
        MailboxHead? head = transaction.Head(change.Mailbox);
        if (head is null)
        {
            return Failed(ChangeFailure.NoMailbox);
        }
        FlagSet changeable = FlagSet.ChangeableWith(change.Rights);
        if (!transaction.TryResolve(head, change.Flags, add: false, out FlagSet flags)
            || (change.Mode != FlagMode.Remove && !HasRoom(head, change.Flags)))
        {
            return Failed(ChangeFailure.TooManyKeywords);
        }
        if (change.Mode != FlagMode.Remove)
        {
            transaction.TryResolve(head, change.Flags, add: true, out flags);
        }
        flags &= changeable;
        FlagSet kept = new FlagSet(ulong.MaxValue, ulong.MaxValue) - changeable; // what Replace leaves alone
        if (change.Reader is { } reader)
        {
            return SqliteReaderStore.Apply(transaction.Database, head, change, reader, flags, changeable);
        }
        // The MODSEQ is taken only if a row changes; the statement needs it beforehand.
        long modSeq = head.ModSeq + 1;
        UidSet modified = change.UnchangedSince is { } since ? FindNewer(transaction.Database, change, since) : UidSet.Empty;
        var changed = new UidSetBuilder();
        change.Count?.Begin(change.Uids.UidCount);
        foreach (UidRange range in change.Uids.Ranges)
        {
            if (LogChanged(transaction.Database, head, change, range, flags, kept, modSeq, changed))
            {
                BindRange(Update(transaction.Database, change.Mode), change, range, flags, kept).Bind(7, modSeq).Run();
            }
        }
        if (changed.IsEmpty)
        {
            return new StoreResult(ChangeFailure.None, head.ModSeq, UidSet.Empty, modified);
        }
        head.NextModSeq();
        return new StoreResult(ChangeFailure.None, modSeq, changed.Build(), modified);
    }

    // Whether any row of the range differs; all that do are logged as they will be.
    private static bool LogChanged(
        SqliteDatabase database, MailboxHead head, StoreChange change, UidRange range, FlagSet flags, FlagSet kept, long modSeq,
        UidSetBuilder changed)
    {
        bool any = false;
        using SqliteStatement row = database.Prepare(change.Mode switch
        {
            FlagMode.Replace => Select + ReplaceWhere,
            FlagMode.Add => Select + AddWhere,
            _ => Select + RemoveWhere,
        });
        BindRange(row, change, range, flags, kept);
        while (row.Step())
        {
            MessageRow before = SqliteMailboxReader.ReadRow(row);
            changed.Add(before.Uid);
            change.Count?.Advance(1);
            head.Log(before with
            {
                ModSeq = modSeq,
                Flags = change.Mode switch
                {
                    FlagMode.Replace => (before.Flags & kept) | flags,
                    FlagMode.Add => before.Flags | flags,
                    _ => before.Flags - flags,
                },
            });
            any = true;
        }
        return any;
    }

    private static SqliteStatement Update(SqliteDatabase database, FlagMode mode) => database.Prepare(mode switch
    {
        FlagMode.Replace => ReplaceSet + Where + ReplaceWhere,
        FlagMode.Add => AddSet + Where + AddWhere,
        _ => RemoveSet + Where + RemoveWhere,
    });

    private static SqliteStatement BindRange(SqliteStatement statement, StoreChange change, UidRange range, FlagSet flags, FlagSet kept)
    {
        statement.Bind(1, change.Mailbox.Value).Bind(2, range.First).Bind(3, range.Last)
            .Bind(4, (long)flags.Low).Bind(5, (long)flags.High).Bind(6, change.UnchangedSince ?? long.MaxValue);
        return change.Mode == FlagMode.Replace ? statement.Bind(8, (long)kept.Low).Bind(9, (long)kept.High) : statement;
    }

    private static StoreResult Failed(ChangeFailure failure) => new(failure, 0, UidSet.Empty, UidSet.Empty);

    private static bool HasRoom(MailboxHead head, IReadOnlyList<string> names) =>
        head.Keywords.Count + names.Where(n => !n.StartsWith('\\') && head.FindKeyword(n) < 0)
            .Distinct(StringComparer.OrdinalIgnoreCase).Count() <= FlagSet.MaxKeywords;

    private static UidSet FindNewer(SqliteDatabase database, StoreChange change, long since)
    {
        var newer = new UidSetBuilder();
        foreach (UidRange range in change.Uids.Ranges)
        {
            using SqliteStatement row = database.Prepare("SELECT uid FROM message WHERE mailbox=? AND uid BETWEEN ? AND ? AND modseq>?");
            row.Bind(1, change.Mailbox.Value).Bind(2, range.First).Bind(3, range.Last).Bind(4, since);
            while (row.Step())
            {
                newer.Add((uint)row.Int64(0));
            }
        }
        return newer.Build();
    }
}
