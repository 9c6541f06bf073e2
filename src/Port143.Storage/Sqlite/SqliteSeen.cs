using Port143.Mail;

namespace Port143.Storage.Sqlite;

/// <summary>
/// The <c>\Seen</c> of readers who have it of their own. Nothing here is touched where there are none, but for one look whether
/// a mailbox has any.
/// </summary>
internal static class SqliteSeen
{
    private const string Select =
        "SELECT m.uid, m.modseq, m.flags, m.flags_high, m.date, m.zone, m.saved, m.size, m.content,"
        + " ifnull(s.modseq, 0), ifnull(s.is_seen, 0) FROM message m"
        + " LEFT JOIN seen s ON s.mailbox=m.mailbox AND s.uid=m.uid AND s.reader=?2 WHERE m.mailbox=?1 ";

    /// <summary>The rows after a MODSEQ as a reader sees them.</summary>
    public static List<MessageRow> ReadLog(
        SqliteDatabase database, MailboxId mailbox, AccountId reader, long after, List<WideStore> stores)
    {
        bool hasWide = stores.Count > 0 && stores[^1].ModSeq > after;
        var rows = new List<MessageRow>();
        using SqliteStatement row = database.Prepare(Select + "AND (m.modseq>?3 OR s.modseq>?3) ORDER BY m.uid");
        row.Bind(1, mailbox.Value).Bind(2, reader.Value).Bind(3, hasWide ? 0 : after);
        while (row.Step())
        {
            rows.Add(ReadView(row, SqliteWideStores.Apply(stores, SqliteMailboxReader.ReadRow(row))));
        }
        if (hasWide)
        {
            rows.RemoveAll(r => r.ModSeq <= after);
        }
        return rows;
    }

    /// <summary>The rows of these messages, as they are and as a reader sees them.</summary>
    public static List<(MessageRow Row, MessageRow View)> Read(SqliteDatabase database, MailboxHead mailbox, AccountId reader, UidRange range)
    {
        List<WideStore> stores = mailbox.WideStores(database);
        var rows = new List<(MessageRow, MessageRow)>();
        using SqliteStatement row = database.Prepare(Select + "AND m.uid BETWEEN ?3 AND ?4 ORDER BY m.uid");
        row.Bind(1, mailbox.Id.Value).Bind(2, reader.Value).Bind(3, range.First).Bind(4, range.Last);
        while (row.Step())
        {
            MessageRow read = SqliteWideStores.Apply(stores, SqliteMailboxReader.ReadRow(row));
            rows.Add((read, ReadView(row, read)));
        }
        return rows;
    }

    /// <summary>Writes what a reader did, and logs it.</summary>
    public static void Write(SqliteDatabase database, MailboxHead head, SeenMark mark)
    {
        database.Prepare(
            "INSERT INTO seen(mailbox, uid, reader, modseq, is_seen) VALUES(?1, ?2, ?3, ?4, ?5)"
            + " ON CONFLICT(mailbox, uid, reader) DO UPDATE SET modseq=?4, is_seen=?5")
            .Bind(1, head.Id.Value).Bind(2, mark.Uid).Bind(3, mark.Reader.Value).Bind(4, mark.ModSeq).Bind(5, mark.IsSeen ? 1L : 0L).Run();
        head.Log(mark);
    }

    /// <summary>Forgets messages that were expunged.</summary>
    public static void Forget(SqliteDatabase database, MailboxId mailbox, UidSet uids)
    {
        using (SqliteStatement any = database.Prepare("SELECT 1 FROM seen WHERE mailbox=? LIMIT 1"))
        {
            if (!any.Bind(1, mailbox.Value).Step())
            {
                return;
            }
        }
        foreach (UidRange range in uids.Ranges)
        {
            database.Prepare("DELETE FROM seen WHERE mailbox=? AND uid BETWEEN ? AND ?")
                .Bind(1, mailbox.Value).Bind(2, range.First).Bind(3, range.Last).Run();
        }
    }

    /// <summary>Forgets a whole mailbox.</summary>
    public static void Forget(SqliteDatabase database, MailboxId mailbox) =>
        database.Prepare("DELETE FROM seen WHERE mailbox=?").Bind(1, mailbox.Value).Run();

    /// <summary>Forgets a reader in all mailboxes.</summary>
    public static void Forget(SqliteDatabase database, AccountId reader) =>
        database.Prepare("DELETE FROM seen WHERE reader=?").Bind(1, reader.Value).Run();

    private static MessageRow ReadView(SqliteStatement row, in MessageRow read) =>
        (read with { ModSeq = Math.Max(read.ModSeq, row.Int64(9)) }).SeenAs(row.Int64(10) != 0);
}
