using Port143.Mail;

namespace Port143.Storage.Sqlite.Changes;

/// <summary>
/// Makes a <see cref="StoreChange"/> of a reader who has <c>\Seen</c> of his own: that goes into the reader's table, the other
/// flags into the message row. One MODSEQ for both.
/// </summary>
internal static class SqliteReaderStore
{
    public static StoreResult Apply(
        SqliteDatabase database, MailboxHead head, StoreChange change, AccountId reader, FlagSet flags, FlagSet changeable)
    {
        long modSeq = head.ModSeq + 1;
        var changed = new UidSetBuilder();
        var modified = new UidSetBuilder();
        change.Count?.Begin(change.Uids.UidCount);
        foreach (UidRange range in change.Uids.Ranges)
        {
            foreach ((MessageRow row, MessageRow view) in SqliteSeen.Read(database, head, reader, range))
            {
                change.Count?.Advance(1);
                if (view.ModSeq > (change.UnchangedSince ?? long.MaxValue))
                {
                    modified.Add(row.Uid);
                    continue;
                }
                FlagSet wanted = change.Mode switch
                {
                    FlagMode.Replace => (view.Flags - changeable) | flags,
                    FlagMode.Add => view.Flags | flags,
                    _ => view.Flags - flags,
                };
                if (wanted != view.Flags)
                {
                    changed.Add(row.Uid);
                    Write(database, head, reader, row, view, wanted, modSeq);
                }
            }
        }
        UidSet all = changed.Build();
        return new StoreResult(ChangeFailure.None, all.IsEmpty ? head.ModSeq : head.NextModSeq(), all, modified.Build());
    }

    private static void Write(
        SqliteDatabase database, MailboxHead head, AccountId reader, in MessageRow row, in MessageRow view, FlagSet wanted, long modSeq)
    {
        if (wanted.Has(SystemFlag.Seen) != view.Flags.Has(SystemFlag.Seen))
        {
            SqliteSeen.Write(database, head, new SeenMark(reader, row.Uid, modSeq, wanted.Has(SystemFlag.Seen)));
        }
        if (wanted - FlagSet.Seen == view.Flags - FlagSet.Seen)
        {
            return;
        }
        MessageRow after = (row with { ModSeq = modSeq, Flags = wanted }).SeenAs(row.Flags.Has(SystemFlag.Seen));
        SqliteWideStores.WriteRow(database, head.Id, after);
        head.Log(after);
    }
}
