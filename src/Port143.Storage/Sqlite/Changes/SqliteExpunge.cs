using Port143.Mail;

namespace Port143.Storage.Sqlite.Changes;

/// <summary>Makes an <see cref="ExpungeChange"/>.</summary>
internal static class SqliteExpunge
{
    private const string Run = " WHERE mailbox=?1 AND uid BETWEEN ?2 AND ?3";
    private static readonly UidSet Everything = UidSet.Of(1, uint.MaxValue);

    public static ExpungeResult Apply(SqliteTransaction transaction, ExpungeChange change)
    {
        MailboxHead? head = transaction.Head(change.Mailbox);
        if (head is null)
        {
            return new ExpungeResult(ChangeFailure.NoMailbox, 0, UidSet.Empty);
        }
        UidSet expunged = Remove(transaction, head, change.Uids ?? Everything, null, release: true, change.EvenUndeleted, change.Count);
        return new ExpungeResult(ChangeFailure.None, head.ModSeq, expunged);
    }

    /// <summary>
    /// Deletes rows, leaves their tombstones and logs them, all with one MODSEQ, which is the next one if not given. MOVE does
    /// the same, but releases nothing: the target refers to the contents. The rows are looked for once, and then go run by run.
    /// </summary>
    public static UidSet Remove(
        SqliteTransaction transaction, MailboxHead head, UidSet uids, long? given, bool release, bool evenUndeleted, WorkCount? count = null)
    {
        UidSet gone = FindGone(transaction, head, uids, evenUndeleted);
        if (gone.IsEmpty)
        {
            return gone;
        }
        count?.Begin(gone.UidCount);
        SqliteDatabase database = transaction.Database;
        long modSeq = given ?? head.NextModSeq();
        foreach (UidRange run in gone.Ranges)
        {
            Prepare(
                database, head,
                "INSERT INTO tombstone(mailbox, modseq, uid, expunged, content) SELECT mailbox, ?4, uid, ?5, content FROM message" + Run,
                run).Bind(4, modSeq).Bind(5, transaction.Now).Run();
            if (release)
            {
                Prepare(
                    database, head,
                    "INSERT INTO released(content, times) SELECT content, 1 FROM message" + Run
                    + " ON CONFLICT(content) DO UPDATE SET times = times + 1",
                    run).Run();
                transaction.HasReleased = true;
            }
            Prepare(database, head, "DELETE FROM message" + Run, run).Run();
            for (long uid = run.First; uid <= run.Last; uid++)
            {
                head.Log(new ExpungedUid((uint)uid, modSeq));
            }
            count?.Advance((long)run.Last - run.First + 1);
        }
        SqliteSeen.Forget(database, head.Id, gone);
        return gone;
    }

    private static UidSet FindGone(SqliteTransaction transaction, MailboxHead head, UidSet uids, bool evenUndeleted)
    {
        List<WideStore> stores = evenUndeleted ? [] : head.WideStores(transaction.Database);
        // Without wide STOREs the rows say themselves what is deleted.
        string which = evenUndeleted || stores.Count > 0 ? "" : " AND (flags & 4)<>0";
        var gone = new UidSetBuilder();
        long size = 0, count = 0;
        foreach (UidRange range in uids.Ranges)
        {
            using SqliteStatement row = Prepare(transaction.Database, head, "SELECT uid, size, modseq, flags FROM message" + Run + which, range);
            while (row.Step())
            {
                uint uid = (uint)row.Int64(0);
                if (stores.Count > 0 && !IsDeleted(stores, uid, row.Int64(2), new FlagSet((ulong)row.Int64(3))))
                {
                    continue;
                }
                gone.Add(uid);
                size += row.Int64(1);
                count++;
            }
        }
        transaction.Use(-size, -count);
        return gone.Build();
    }

    private static bool IsDeleted(List<WideStore> stores, uint uid, long modSeq, FlagSet flags)
    {
        foreach (WideStore store in stores)
        {
            flags = store.ModSeq > modSeq && store.Uids.Contains(uid) ? store.Apply(flags) : flags;
        }
        return flags.Has(SystemFlag.Deleted);
    }

    private static SqliteStatement Prepare(SqliteDatabase database, MailboxHead head, string sql, UidRange range) =>
        database.Prepare(sql).Bind(1, head.Id.Value).Bind(2, range.First).Bind(3, range.Last);
}
