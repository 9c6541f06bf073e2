using Port143.Storage.Digest;
using Port143.Storage.Sqlite;

namespace Port143.Storage.Inspection;

/// <summary>Looks through one account's store.</summary>
internal sealed class AccountInspection(SqliteDatabase database, string folder, StoreReport report, CancellationToken cancel)
{
    private const int MostPageErrors = 20;
    private static readonly TimeSpan OrphanAge = TimeSpan.FromDays(1); // younger files may be of messages on their way

    // Each query gives the place and the words of what must not be.
    private static readonly (string Kind, string Sql)[] Invariants =
    [
        ("missing content", "SELECT 'mailbox '||m.mailbox||' uid '||m.uid, 'content '||m.content||' is not there' FROM message m LEFT JOIN content c ON c.id=m.content WHERE c.id IS NULL"),
        ("missing content", "SELECT 'content '||c.id, 'its header is not there' FROM content c LEFT JOIN header h ON h.id=c.id WHERE h.id IS NULL"),
        ("missing content", "SELECT 'content '||c.id, 'its text is not there' FROM content c LEFT JOIN text t ON t.id=c.id WHERE t.id IS NULL"),
        ("missing mailbox", "SELECT 'mailbox '||m.mailbox||' uid '||min(m.uid), count(*)||' messages are in a mailbox that is not there' FROM message m LEFT JOIN mailbox b ON b.id=m.mailbox WHERE b.id IS NULL GROUP BY m.mailbox"),
        ("wrong size", "SELECT 'content '||c.id, 'has '||(length(h.bytes)+coalesce(length(t.bytes),0))||' bytes, and should have '||c.size FROM content c JOIN header h ON h.id=c.id JOIN text t ON t.id=c.id WHERE t.file IS NULL AND length(h.bytes)+coalesce(length(t.bytes),0)<>c.size"),
        ("wrong size", "SELECT 'mailbox '||m.mailbox||' uid '||m.uid, 'says '||m.size||' bytes, its content '||c.size FROM message m JOIN content c ON c.id=m.content WHERE m.size<>c.size"),
        ("wrong UID", "SELECT 'mailbox '||m.mailbox||' uid '||m.uid, 'UIDNEXT is '||b.uidnext FROM message m JOIN mailbox b ON b.id=m.mailbox WHERE m.uid<1 OR m.uid>=b.uidnext"),
        ("wrong UID", "SELECT 'mailbox '||t.mailbox||' uid '||t.uid, 'is expunged and there' FROM tombstone t JOIN message m ON m.mailbox=t.mailbox AND m.uid=t.uid"),
        ("wrong mailbox", "SELECT 'mailbox '||max(id), 'there are '||count(*)||' mailboxes with the name '||name FROM mailbox NOT INDEXED GROUP BY CASE upper(name) WHEN 'INBOX' THEN 'INBOX' ELSE name END HAVING count(*)>1"),
        ("wrong mailbox", "SELECT 'INBOX', 'is not there' WHERE NOT EXISTS(SELECT 1 FROM mailbox NOT INDEXED WHERE name='INBOX')"),
        ("wrong UID", "SELECT 'mailbox '||id, 'UIDVALIDITY is '||uidvalidity FROM mailbox WHERE uidvalidity<1 OR uidvalidity>4294967295"),
        ("wrong MODSEQ", "SELECT 'mailbox '||m.mailbox||' uid '||m.uid, 'has '||m.modseq||', the mailbox '||b.modseq FROM message m JOIN mailbox b ON b.id=m.mailbox WHERE m.modseq<1 OR m.modseq>b.modseq"),
        ("wrong MODSEQ", "SELECT 'mailbox '||t.mailbox||' uid '||t.uid, 'was expunged at '||t.modseq||', the mailbox has '||b.modseq FROM tombstone t JOIN mailbox b ON b.id=t.mailbox WHERE t.modseq>b.modseq"),
        ("wrong MODSEQ", "SELECT 'mailbox '||w.mailbox, 'flags were changed at '||w.modseq||', the mailbox has '||coalesce(b.modseq,'no row') FROM wide_store w LEFT JOIN mailbox b ON b.id=w.mailbox WHERE b.id IS NULL OR w.modseq>b.modseq"),
        ("wrong usage", "SELECT 'quota', 'says '||u.mailboxes||' mailboxes; there are '||(SELECT count(*) FROM mailbox) FROM usage u WHERE u.mailboxes<>(SELECT count(*) FROM mailbox)"),
        ("wrong usage", "SELECT 'quota', 'says '||u.messages||' messages and '||u.storage||' bytes; there are '||(SELECT count(*) FROM message)||' and '||(SELECT coalesce(sum(size),0) FROM message) FROM usage u WHERE u.messages<>(SELECT count(*) FROM message) OR u.storage<>(SELECT coalesce(sum(size),0) FROM message)"),
    ];

    /// <summary>SQLite's own check; deep also compares the indexes. False when it found something.</summary>
    public bool CheckPages(bool deep)
    {
        bool good = true;
        using SqliteStatement row = database.Prepare($"PRAGMA {(deep ? "integrity_check" : "quick_check")}({MostPageErrors})");
        while (row.Step())
        {
            if (row.Text(0) is var text && text != "ok")
            {
                good = false;
                report.Add("damaged database", folder, text);
            }
        }
        return good;
    }

    /// <summary>What must refer to what, and the numbers that must fit.</summary>
    public void CheckRows()
    {
        report.Messages += database.Scalar("SELECT count(*) FROM message");
        bool hasUsage = database.Scalar("SELECT count(*) FROM sqlite_schema WHERE name='usage'") > 0; // older formats have none
        bool hasWideStores = database.Scalar("SELECT count(*) FROM sqlite_schema WHERE name='wide_store'") > 0;
        foreach ((string kind, string sql) in Invariants.Where(i => (hasUsage || i.Kind != "wrong usage") && (hasWideStores || !i.Sql.Contains("wide_store", StringComparison.Ordinal))))
        {
            if (cancel.IsCancellationRequested)
            {
                return;
            }
            using SqliteStatement row = database.Prepare(sql);
            while (row.Step())
            {
                report.Add(kind, $"{folder} {row.Text(0)}", row.Text(1));
            }
        }
    }

    /// <summary>Files without rows, rows without files, and files of another length.</summary>
    public void CheckFiles(DateTimeOffset now)
    {
        string bodies = Path.Combine(folder, "bodies");
        var owned = new HashSet<string>(StringComparer.Ordinal);
        using SqliteStatement row = database.Prepare("SELECT t.id, t.file, c.size FROM text t JOIN content c ON c.id=t.id WHERE t.file IS NOT NULL");
        while (row.Step())
        {
            (long content, string name, long size) = (row.Int64(0), row.Text(1), row.Int64(2));
            owned.Add(name);
            var file = new FileInfo(Path.Combine(bodies, Path.GetFileName(name)));
            if (!file.Exists)
            {
                report.Add("missing file", $"{folder} content {content}", $"bodies/{name} is not there");
            }
            else if (file.Length != size)
            {
                report.Add("wrong size", $"{folder} content {content}", $"bodies/{name} has {file.Length} bytes, and should have {size}");
            }
        }
        foreach (string path in Directory.Exists(bodies) ? Directory.EnumerateFiles(bodies) : [])
        {
            report.Leftovers += !owned.Contains(Path.GetFileName(path)) && now - File.GetLastWriteTimeUtc(path) > OrphanAge ? 1 : 0;
        }
    }

    /// <summary>Reads every message, takes it apart again and compares with what is served to clients.</summary>
    public void RereadContents()
    {
        using SqliteStatement row = database.Prepare(
            "SELECT c.id, c.version, c.envelope, c.bodystructure, c.parts, h.bytes, t.bytes, t.file, c.size"
            + " FROM content c JOIN header h ON h.id=c.id JOIN text t ON t.id=c.id ORDER BY c.id");
        while (!cancel.IsCancellationRequested && row.Step())
        {
            string place = $"{folder} content {row.Int64(0)}";
            byte[] message;
            if (row.IsNull(7))
            {
                message = [.. row.Blob(5), .. row.Blob(6)];
            }
            else if (Read(Path.Combine(folder, "bodies", Path.GetFileName(row.Text(7))), place) is { } file)
            {
                message = file;
                if (!message.AsSpan().StartsWith(row.Blob(5)))
                {
                    report.Add("damaged message", place, "its file does not begin with its header");
                }
            }
            else
            {
                continue;
            }
            report.Reread++;
            if (message.Length != row.Int64(8) || row.Int64(1) != MessageDigest.CurrentVersion)
            {
                continue; // told already, or the server makes the digest anew
            }
            MessageDigest digest = MessageDigest.Build(message);
            if (!row.Blob(2).SequenceEqual(digest.Envelope) || !row.Blob(3).SequenceEqual(digest.BodyStructure) || !row.Blob(4).SequenceEqual(digest.Parts.Serialize()))
            {
                report.Add("damaged message", place, "the message is not the one that its digest was made of");
            }
        }
    }

    private byte[]? Read(string file, string place)
    {
        try
        {
            return File.ReadAllBytes(file);
        }
        catch (FileNotFoundException)
        {
            return null; // told by CheckFiles
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            report.Add("unreadable", place, error.Message);
            return null;
        }
    }
}
