using Port143.Mail;

namespace Port143.Storage.Sqlite.Changes;

/// <summary>Makes a <see cref="StoreChange"/>: one UPDATE for each range of UIDs, which touches only rows that differ.</summary>
internal static class SqliteStore
{
    private const string Where = " WHERE mailbox=?1 AND uid BETWEEN ?2 AND ?3 AND modseq<=?7 AND ";
    private const string Returning = " RETURNING " + SqliteMailboxReader.RowColumns;

    private const string Replace = "UPDATE message SET flags=?4, flags_high=?5, modseq=?6" + Where
        + "(flags<>?4 OR flags_high<>?5)" + Returning;

    private const string Add = "UPDATE message SET flags=flags|?4, flags_high=flags_high|?5, modseq=?6" + Where
        + "((flags&?4)<>?4 OR (flags_high&?5)<>?5)" + Returning;

    private const string Remove = "UPDATE message SET flags=flags&~?4, flags_high=flags_high&~?5, modseq=?6" + Where
        + "((flags&?4)<>0 OR (flags_high&?5)<>0)" + Returning;

    public static StoreResult Apply(SqliteTransaction transaction, StoreChange change)
    {
        MailboxHead? head = transaction.Head(change.Mailbox);
        if (head is null)
        {
            return Failed(ChangeFailure.NoMailbox);
        }
        if (!transaction.TryResolve(head, change.Flags, add: false, out FlagSet flags)
            || (change.Mode != FlagMode.Remove && !HasRoom(head, change.Flags)))
        {
            return Failed(ChangeFailure.TooManyKeywords);
        }
        if (change.Mode != FlagMode.Remove)
        {
            transaction.TryResolve(head, change.Flags, add: true, out flags);
        }
        // The MODSEQ is taken only if a row changes; the statement needs it beforehand.
        long modSeq = head.ModSeq + 1;
        UidSet modified = change.UnchangedSince is { } since ? FindNewer(transaction.Database, change, since) : UidSet.Empty;
        var changed = new UidSetBuilder();
        foreach (UidRange range in change.Uids.Ranges)
        {
            using SqliteStatement row = transaction.Database.Prepare(change.Mode switch
            {
                FlagMode.Replace => Replace,
                FlagMode.Add => Add,
                _ => Remove,
            });
            row.Bind(1, change.Mailbox.Value).Bind(2, range.First).Bind(3, range.Last)
                .Bind(4, (long)flags.Low).Bind(5, (long)flags.High).Bind(6, modSeq).Bind(7, change.UnchangedSince ?? long.MaxValue);
            while (row.Step())
            {
                MessageRow now = SqliteMailboxReader.ReadRow(row);
                changed.Add(now.Uid);
                head.Log(now);
            }
        }
        if (changed.IsEmpty)
        {
            return new StoreResult(ChangeFailure.None, head.ModSeq, UidSet.Empty, modified);
        }
        head.NextModSeq();
        return new StoreResult(ChangeFailure.None, modSeq, changed.Build(), modified);
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
