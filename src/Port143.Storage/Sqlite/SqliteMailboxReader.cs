using Port143.Mail;

namespace Port143.Storage.Sqlite;

/// <summary>Reads mailbox rows, message rows and tombstones.</summary>
internal static class SqliteMailboxReader
{
    /// <summary>The columns of a message row, in the order of <see cref="ReadRow"/>.</summary>
    public const string RowColumns = "uid, modseq, flags, flags_high, date, zone, saved, size, content";

    /// <summary>What <see cref="MailboxInfo.SharesSeen"/> says, for a row of mailboxes.</summary>
    public const string SharesSeen =
        "EXISTS(SELECT 1 FROM annotation a WHERE a.mailbox=mailbox.id AND a.owner='' AND a.entry='" + SeenSetting.Entry
        + "' AND CAST(a.value AS TEXT)='" + SeenSetting.Shared + "')";

    public static MessageRow ReadRow(SqliteStatement row) => new(
        (uint)row.Int64(0), row.Int64(1), new FlagSet((ulong)row.Int64(2), (ulong)row.Int64(3)),
        new InternalDate(row.Int64(4), (short)row.Int64(5)), row.Int64(6), (uint)row.Int64(7), row.Int64(8));

    public static MailboxHead? ReadHead(SqliteDatabase database, MailboxId mailbox)
    {
        using SqliteStatement row = database.Prepare(
            "SELECT uidvalidity, uidnext, modseq, floor, first_recent FROM mailbox WHERE id=?");
        return row.Bind(1, mailbox.Value).Step()
            ? new MailboxHead(
                mailbox, (uint)row.Int64(0), (uint)row.Int64(1), row.Int64(2), row.Int64(3), (uint)row.Int64(4),
                ReadKeywords(database, mailbox))
            : null;
    }

    public static MailboxList ReadList(SqliteDatabase database)
    {
        var mailboxes = new List<MailboxInfo>();
        using (SqliteStatement row = database.Prepare("SELECT id, name, uidvalidity, special_use, acl, " + SharesSeen + " FROM mailbox"))
        {
            while (row.Step())
            {
                mailboxes.Add(new MailboxInfo(
                    new MailboxId(row.Int64(0)), MailboxName.Parse(row.Text(1)), (uint)row.Int64(2), (SpecialUse)row.Int64(3))
                {
                    Acl = AccessControlList.Parse(row.Text(4)),
                    SharesSeen = row.Int64(5) != 0,
                });
            }
        }
        var subscriptions = new List<MailboxName>();
        using (SqliteStatement row = database.Prepare("SELECT name FROM subscription"))
        {
            while (row.Step())
            {
                subscriptions.Add(MailboxName.Parse(row.Text(0)));
            }
        }
        return new MailboxList(mailboxes, subscriptions);
    }

    public static LogPage? ReadLog(SqliteDatabase database, MailboxId mailbox, long after, AccountId? reader = null)
    {
        MailboxHead? head = ReadHead(database, mailbox);
        if (head is null)
        {
            return null;
        }
        if (after >= head.ModSeq)
        {
            return new LogPage(after, head.State, [], []) { Reader = reader };
        }
        List<WideStore> stores = head.WideStores(database);
        List<MessageRow> rows = reader is { } who
            ? SqliteSeen.ReadLog(database, mailbox, who, after, stores)
            : ReadRows(database, mailbox, after, stores);
        return new LogPage(after, head.State, rows, after == 0 ? [] : ReadExpunged(database, mailbox, after)) { Reader = reader };
    }

    private static List<MessageRow> ReadRows(SqliteDatabase database, MailboxId mailbox, long after, List<WideStore> stores)
    {
        // What comes after a row's MODSEQ may be a wide STORE. Rows from after the last of them say all themselves.
        bool hasWide = stores.Count > 0 && stores[^1].ModSeq > after;
        var rows = new List<MessageRow>();
        using SqliteStatement row = database.Prepare(
            $"SELECT {RowColumns} FROM message WHERE mailbox=? AND modseq>? ORDER BY uid");
        row.Bind(1, mailbox.Value).Bind(2, hasWide ? 0 : after);
        while (row.Step())
        {
            rows.Add(ReadRow(row));
        }
        if (hasWide)
        {
            stores.ForEach(s => s.ApplyAll(rows));
            rows.RemoveAll(r => r.ModSeq <= after);
        }
        return rows;
    }

    public static List<ExpungedUid> ReadExpunged(SqliteDatabase database, MailboxId mailbox, long after)
    {
        var expunged = new List<ExpungedUid>();
        using SqliteStatement row = database.Prepare(
            "SELECT uid, modseq FROM tombstone WHERE mailbox=? AND modseq>? ORDER BY modseq, uid");
        row.Bind(1, mailbox.Value).Bind(2, after);
        while (row.Step())
        {
            expunged.Add(new ExpungedUid((uint)row.Int64(0), row.Int64(1)));
        }
        return expunged;
    }

    private static List<string> ReadKeywords(SqliteDatabase database, MailboxId mailbox)
    {
        var keywords = new List<string>();
        using SqliteStatement row = database.Prepare("SELECT name FROM keyword WHERE mailbox=? ORDER BY number");
        row.Bind(1, mailbox.Value);
        while (row.Step())
        {
            keywords.Add(row.Text(0));
        }
        return keywords;
    }
}
