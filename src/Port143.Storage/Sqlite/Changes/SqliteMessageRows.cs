namespace Port143.Storage.Sqlite.Changes;

/// <summary>Writes message rows, many with each statement (decision 0035).</summary>
internal static class SqliteMessageRows
{
    private const int Together = 32;
    private const int Shared = 3; // parameters that all rows have in common
    private const int Own = 7;

    private static readonly string One = Statement(1);
    private static readonly string Many = Statement(Together);

    /// <summary>Writes new rows of one change into a mailbox: MODSEQ and the date of saving are those of the first for all.</summary>
    public static void Insert(SqliteDatabase database, MailboxId mailbox, ReadOnlySpan<MessageRow> rows, WorkCount? count = null)
    {
        while (rows.Length > 0)
        {
            int taken = rows.Length < Together ? 1 : Together;
            SqliteStatement insert = database.Prepare(taken == 1 ? One : Many)
                .Bind(1, mailbox.Value).Bind(2, rows[0].ModSeq).Bind(3, rows[0].SaveDate);
            for (int i = 0; i < taken; i++)
            {
                ref readonly MessageRow row = ref rows[i];
                int at = Shared + i * Own;
                insert.Bind(at + 1, row.Uid).Bind(at + 2, (long)row.Flags.Low).Bind(at + 3, (long)row.Flags.High)
                    .Bind(at + 4, row.InternalDate.Seconds).Bind(at + 5, row.InternalDate.ZoneMinutes)
                    .Bind(at + 6, row.Size).Bind(at + 7, row.Content);
            }
            insert.Run();
            count?.Advance(taken);
            rows = rows[taken..];
        }
    }

    private static string Statement(int rows) =>
        "INSERT INTO message(mailbox, modseq, saved, uid, flags, flags_high, date, zone, size, content) VALUES"
        + string.Join(',', Enumerable.Range(0, rows).Select(row =>
            $"(?1,?2,?3,{string.Join(',', Enumerable.Range(Shared + 1 + row * Own, Own).Select(parameter => $"?{parameter}"))})"));
}
