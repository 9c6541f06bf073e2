using System.Text;
using Port143.Mail;

namespace Port143.Storage.Sqlite;

/// <summary>
/// Reads contents in the order that was asked for. Messages of a mailbox mostly have ascending content numbers, so one
/// statement is kept running as long as the next wanted number is near, and positioned anew where it is not.
/// </summary>
internal static class SqliteContentReader
{
    private const int NearRows = 8;
    private const ContentColumns FromContent = ContentColumns.Envelope | ContentColumns.Body | ContentColumns.BodyStructure
        | ContentColumns.Parts | ContentColumns.Preview | ContentColumns.SentDate;

    private static readonly string[] Queries = new string[1024];

    /// <summary>Returns how many were visited.</summary>
    public static int Read(SqliteDatabase database, ReadOnlySpan<long> contents, ContentColumns columns, IContentVisitor visitor)
    {
        using SqliteTextBlob? ranges = (columns & ContentColumns.TextRanges) != 0 ? new SqliteTextBlob(database) : null;
        using SqliteStatement row = database.Prepare(Queries[(int)columns] ??= Query(columns));
        long at = 0; // the id that the statement stands on; 0: not positioned
        for (int i = 0; i < contents.Length; i++)
        {
            long wanted = contents[i];
            bool standing = at != 0 && at <= wanted && wanted - at <= NearRows;
            if (!standing)
            {
                row.Reset();
                row.Bind(1, wanted);
                at = row.Step() ? row.Int64(0) : 0;
            }
            while (at != 0 && at < wanted)
            {
                at = row.Step() ? row.Int64(0) : 0;
            }
            ContentRow content = at == wanted ? ReadRow(row, columns, ranges) : default;
            if (!visitor.Visit(i, content))
            {
                return i + 1;
            }
        }
        return contents.Length;
    }

    /// <summary>The same where there is nothing to read.</summary>
    public static int VisitMissing(int count, IContentVisitor visitor)
    {
        for (int i = 0; i < count; i++)
        {
            if (!visitor.Visit(i, default))
            {
                return i + 1;
            }
        }
        return count;
    }

    private static string Query(ContentColumns columns)
    {
        var select = new StringBuilder("SELECT ");
        string driver = (columns & FromContent) != 0 || columns == 0 ? "content"
            : (columns & ContentColumns.Header) != 0 ? "header"
            : (columns & (ContentColumns.Text | ContentColumns.TextRanges)) != 0 ? "text" : "thread";
        select.Append(driver).Append(".id");
        Add(ContentColumns.Envelope, "envelope");
        Add(ContentColumns.Body, "body");
        Add(ContentColumns.BodyStructure, "bodystructure");
        Add(ContentColumns.Parts, "parts");
        Add(ContentColumns.Preview, "preview");
        Add(ContentColumns.SentDate, "sent, sent_zone");
        Add(ContentColumns.Header, "header.bytes");
        Add(ContentColumns.Text, "text.bytes, text.file");
        Add(ContentColumns.TextRanges, "text.file, text.has_nul");
        Add(ContentColumns.Thread, "thread.bytes");
        select.Append(" FROM ").Append(driver);
        if ((columns & ContentColumns.Header) != 0 && driver != "header")
        {
            select.Append($" JOIN header ON header.id={driver}.id");
        }
        if ((columns & (ContentColumns.Text | ContentColumns.TextRanges)) != 0 && driver != "text")
        {
            select.Append($" JOIN text ON text.id={driver}.id");
        }
        if ((columns & ContentColumns.Thread) != 0 && driver != "thread")
        {
            select.Append($" LEFT JOIN thread ON thread.id={driver}.id");
        }
        return select.Append($" WHERE {driver}.id>=?1 ORDER BY {driver}.id").ToString();

        void Add(ContentColumns column, string name)
        {
            if ((columns & column) != 0)
            {
                select.Append(", ").Append(name);
            }
        }
    }

    private static ContentRow ReadRow(SqliteStatement row, ContentColumns columns, SqliteTextBlob? ranges)
    {
        var content = new ContentRow { Found = true };
        int column = 1;
        if ((columns & ContentColumns.Envelope) != 0)
        {
            content.Envelope = row.Blob(column++);
        }
        if ((columns & ContentColumns.Body) != 0)
        {
            content.Body = row.Blob(column++);
        }
        if ((columns & ContentColumns.BodyStructure) != 0)
        {
            content.BodyStructure = row.Blob(column++);
        }
        if ((columns & ContentColumns.Parts) != 0)
        {
            content.Parts = row.Blob(column++);
        }
        if ((columns & ContentColumns.Preview) != 0)
        {
            content.Preview = row.Blob(column++);
        }
        if ((columns & ContentColumns.SentDate) != 0)
        {
            content.SentDate = row.IsNull(column) ? null : new InternalDate(row.Int64(column), (short)row.Int64(column + 1));
            column += 2;
        }
        if ((columns & ContentColumns.Header) != 0)
        {
            content.Header = row.Blob(column++);
        }
        if ((columns & ContentColumns.Text) != 0)
        {
            content.IsLarge = !row.IsNull(column + 1);
            content.Text = row.Blob(column);
            column += 2;
        }
        if (ranges is not null)
        {
            content.IsLarge = !row.IsNull(column++);
            content.IsFreeOfNul = !row.IsNull(column) && row.Int64(column) == 0;
            column++;
            ranges.Content = row.Int64(0);
            content.TextSource = ranges;
        }
        if ((columns & ContentColumns.Thread) != 0)
        {
            content.Thread = row.Blob(column);
        }
        return content;
    }
}
