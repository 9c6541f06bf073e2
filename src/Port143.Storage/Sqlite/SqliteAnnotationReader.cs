namespace Port143.Storage.Sqlite;

/// <summary>Reads annotations and their log.</summary>
internal static class SqliteAnnotationReader
{
    /// <summary>The counter that numbers the changes.</summary>
    public const string Counter = "annotation";

    // '0' follows '/': what lies between begins with the entry and a slash.
    private const string Select =
        "SELECT entry, value FROM annotation WHERE mailbox=?1 AND owner=?2 AND value IS NOT NULL AND entry>?4 AND ";

    private const string OrderBy = " ORDER BY entry";
    private const string One = Select + "entry=?3" + OrderBy;
    private const string Children =
        Select + "(entry=?3 OR (entry>?3||'/' AND entry<?3||'0' AND instr(substr(entry, length(?3)+2), '/')=0))" + OrderBy;

    private const string All = Select + "(entry=?3 OR (entry>?3||'/' AND entry<?3||'0'))" + OrderBy;

    /// <summary>Null for the account as a whole is 0 in the table.</summary>
    public static long Number(MailboxId? mailbox) => mailbox?.Value ?? 0;

    /// <summary>Null for a shared entry is empty in the table.</summary>
    public static string Name(AccountId? owner) => owner?.Value ?? "";

    public static long ReadHead(SqliteDatabase database) => database.Scalar("SELECT value FROM counter WHERE name='annotation'");

    public static IReadOnlyList<Annotation> Read(SqliteDatabase database, AnnotationQuery query)
    {
        var page = new List<Annotation>();
        using SqliteStatement row = database.Prepare(query.Depth switch
        {
            AnnotationDepth.Entry => One,
            AnnotationDepth.Children => Children,
            _ => All,
        });
        row.Bind(1, Number(query.Mailbox)).Bind(2, Name(query.Owner)).Bind(3, query.Entry).Bind(4, query.After ?? "");
        for (int size = 0; size < AnnotationQuery.PageSize && row.Step();)
        {
            byte[] value = row.Blob(1).ToArray();
            page.Add(new Annotation(row.Text(0), value));
            size += value.Length;
        }
        return page;
    }

    public static AnnotationLogPage ReadLog(SqliteDatabase database, long after)
    {
        long head = ReadHead(database);
        var changes = new List<ChangedAnnotation>();
        if (after >= head)
        {
            return new AnnotationLogPage(head, changes, IsLast: true);
        }
        using SqliteStatement row = database.Prepare(
            "SELECT mailbox, owner, entry, changed FROM annotation WHERE changed>? ORDER BY changed, mailbox, owner, entry");
        row.Bind(1, after);
        while (row.Step())
        {
            long number = row.Int64(3);
            if (changes.Count >= AnnotationLogPage.PageSize && changes[^1].Number != number)
            {
                return new AnnotationLogPage(changes[^1].Number, changes, IsLast: false);
            }
            string owner = row.Text(1);
            changes.Add(new ChangedAnnotation(
                row.Int64(0) is var mailbox and not 0 ? new MailboxId(mailbox) : null,
                owner.Length == 0 ? null : AccountId.Parse(owner), row.Text(2), number));
        }
        return new AnnotationLogPage(head, changes, IsLast: true);
    }
}
