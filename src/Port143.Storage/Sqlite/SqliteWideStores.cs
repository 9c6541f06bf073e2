using Port143.Mail;

namespace Port143.Storage.Sqlite;

/// <summary>
/// STOREs over many messages, which are kept as a row each instead of being written into every message row. A message is
/// what its row says, changed by each of them that is later than the row. When a mailbox has too many, they are written into
/// the rows and forgotten.
/// </summary>
internal static class SqliteWideStores
{
    /// <summary>How many ranges of UIDs they may have together.</summary>
    private const int RangeLimit = 64 * 1024;

    /// <summary>How many rows are read before they are written.</summary>
    private const int FoldPage = 512;

    /// <summary>Those of a mailbox, in the order of their MODSEQ.</summary>
    public static List<WideStore> Read(SqliteDatabase database, MailboxId mailbox)
    {
        var stores = new List<WideStore>();
        using SqliteStatement row = database.Prepare(
            "SELECT modseq, removed, removed_high, added, added_high, uids FROM wide_store WHERE mailbox=? ORDER BY modseq");
        row.Bind(1, mailbox.Value);
        while (row.Step())
        {
            stores.Add(new WideStore(
                row.Int64(0), ReadUids(row.Blob(5)), new FlagSet((ulong)row.Int64(1), (ulong)row.Int64(2)),
                new FlagSet((ulong)row.Int64(3), (ulong)row.Int64(4))));
        }
        return stores;
    }

    /// <summary>Writes one, and folds all of the mailbox when they have become too many.</summary>
    public static void Add(SqliteTransaction transaction, MailboxHead head, WideStore store)
    {
        SqliteDatabase database = transaction.Database;
        List<WideStore> stores = head.WideStores(database);
        stores.Add(store);
        head.Log(store);
        if (stores.Count > transaction.Options.WideStoreLimit || stores.Sum(s => s.Uids.Count) > RangeLimit)
        {
            Fold(database, head.Id, stores);
            Forget(database, head.Id);
            stores.Clear();
            return;
        }
        database.Prepare(
            "INSERT INTO wide_store(mailbox, modseq, removed, removed_high, added, added_high, uids) VALUES(?, ?, ?, ?, ?, ?, ?)")
            .Bind(1, head.Id.Value).Bind(2, store.ModSeq).Bind(3, (long)store.Removed.Low).Bind(4, (long)store.Removed.High)
            .Bind(5, (long)store.Added.Low).Bind(6, (long)store.Added.High).Bind(7, WriteUids(store.Uids)).Run();
    }

    /// <summary>Forgets those of a mailbox.</summary>
    public static void Forget(SqliteDatabase database, MailboxId mailbox) =>
        database.Prepare("DELETE FROM wide_store WHERE mailbox=?").Bind(1, mailbox.Value).Run();

    /// <summary>Writes flags and MODSEQ of one row.</summary>
    public static void WriteRow(SqliteDatabase database, MailboxId mailbox, in MessageRow row) =>
        database.Prepare("UPDATE message SET flags=?, flags_high=?, modseq=? WHERE mailbox=? AND uid=?")
            .Bind(1, (long)row.Flags.Low).Bind(2, (long)row.Flags.High).Bind(3, row.ModSeq).Bind(4, mailbox.Value).Bind(5, row.Uid).Run();

    /// <summary>A row as it is after the STOREs of its mailbox.</summary>
    public static MessageRow Apply(List<WideStore> stores, MessageRow row)
    {
        foreach (WideStore store in stores)
        {
            row = store.Apply(row);
        }
        return row;
    }

    private static void Fold(SqliteDatabase database, MailboxId mailbox, List<WideStore> stores)
    {
        var all = new UidSetBuilder();
        stores.ForEach(s => all.Add(s.Uids));
        var page = new List<MessageRow>(FoldPage);
        foreach (UidRange range in all.Build().Ranges)
        {
            for (long from = range.First; from <= range.Last; from = page.Count < FoldPage ? long.MaxValue : page[^1].Uid + 1L)
            {
                page.Clear();
                using (SqliteStatement row = database.Prepare(
                    $"SELECT {SqliteMailboxReader.RowColumns} FROM message WHERE mailbox=? AND uid BETWEEN ? AND ? ORDER BY uid LIMIT {FoldPage}"))
                {
                    row.Bind(1, mailbox.Value).Bind(2, from).Bind(3, range.Last);
                    while (row.Step())
                    {
                        page.Add(SqliteMailboxReader.ReadRow(row));
                    }
                }
                foreach (MessageRow row in page)
                {
                    MessageRow folded = Apply(stores, row);
                    if (folded.ModSeq != row.ModSeq)
                    {
                        WriteRow(database, mailbox, folded);
                    }
                }
            }
        }
    }

    // Ranges ascend: for each the distance from the end of the one before, then its length, 7 bits a byte, the lowest first.
    private static byte[] WriteUids(UidSet uids)
    {
        var bytes = new List<byte>(uids.Count * 4);
        uint end = 0;
        foreach (UidRange range in uids.Ranges)
        {
            Write(range.First - end);
            Write(range.Last - range.First);
            end = range.Last;
        }
        return [.. bytes];

        void Write(uint number)
        {
            for (; number >= 0x80; number >>= 7)
            {
                bytes.Add((byte)(number | 0x80));
            }
            bytes.Add((byte)number);
        }
    }

    private static UidSet ReadUids(ReadOnlySpan<byte> bytes)
    {
        var uids = new UidSetBuilder();
        uint end = 0;
        while (!bytes.IsEmpty)
        {
            uint first = end + Read(ref bytes);
            end = first + Read(ref bytes);
            uids.Add(first, end);
        }
        return uids.Build();

        static uint Read(ref ReadOnlySpan<byte> bytes)
        {
            uint number = 0;
            for (int shift = 0; shift < 35; shift += 7)
            {
                if (bytes.IsEmpty)
                {
                    break;
                }
                byte next = bytes[0];
                bytes = bytes[1..];
                number |= (uint)(next & 0x7F) << shift;
                if (next < 0x80)
                {
                    return number;
                }
            }
            throw new IOException("mail.db: a row of wide_store has a set of UIDs that cannot be read.");
        }
    }
}
