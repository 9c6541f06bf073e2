using Port143.Mail;

namespace Port143.Storage.Sqlite.Changes;

/// <summary>Makes an <see cref="ExpungeChange"/>.</summary>
internal static class SqliteExpunge
{
    private static readonly UidSet Everything = UidSet.Of(1, uint.MaxValue);

    public static ExpungeResult Apply(SqliteTransaction transaction, ExpungeChange change)
    {
        MailboxHead? head = transaction.Head(change.Mailbox);
        if (head is null)
        {
            return new ExpungeResult(ChangeFailure.NoMailbox, 0, UidSet.Empty);
        }
        UidSet expunged = Remove(
            transaction, head, change.Uids ?? Everything, null, release: true,
            change.EvenUndeleted
                ? "DELETE FROM message WHERE mailbox=? AND uid BETWEEN ? AND ? RETURNING uid, content"
                : "DELETE FROM message WHERE mailbox=? AND uid BETWEEN ? AND ? AND (flags & 4)<>0 RETURNING uid, content");
        return new ExpungeResult(ChangeFailure.None, head.ModSeq, expunged);
    }

    /// <summary>
    /// Deletes rows, leaves their tombstones and logs them, all with one MODSEQ, which is the next one if not given. MOVE does
    /// the same, but releases nothing: the target refers to the contents.
    /// </summary>
    public static UidSet Remove(
        SqliteTransaction transaction, MailboxHead head, UidSet uids, long? given, bool release, string delete)
    {
        var gone = new List<(uint Uid, long Content)>();
        foreach (UidRange range in uids.Ranges)
        {
            using SqliteStatement row = transaction.Database.Prepare(delete);
            row.Bind(1, head.Id.Value).Bind(2, range.First).Bind(3, range.Last);
            while (row.Step())
            {
                gone.Add(((uint)row.Int64(0), row.Int64(1)));
            }
        }
        if (gone.Count == 0)
        {
            return UidSet.Empty;
        }
        gone.Sort();
        long modSeq = given ?? head.NextModSeq();
        var expunged = new UidSetBuilder();
        SqliteStatement tombstone = transaction.Database.Prepare(
            "INSERT INTO tombstone(mailbox, modseq, uid, expunged, content) VALUES(?, ?, ?, ?, ?)");
        foreach ((uint uid, long content) in gone)
        {
            tombstone.Bind(1, head.Id.Value).Bind(2, modSeq).Bind(3, uid).Bind(4, transaction.Now).Bind(5, content).Run();
            head.Log(new ExpungedUid(uid, modSeq));
            expunged.Add(uid);
        }
        if (release)
        {
            transaction.Release(gone.Select(g => g.Content));
        }
        UidSet all = expunged.Build();
        SqliteSeen.Forget(transaction.Database, head.Id, all);
        return all;
    }
}
