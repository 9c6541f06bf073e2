using System.Buffers.Binary;
using Port143.Mail;
using Port143.Storage.Sqlite;

namespace Port143.Storage.Formats;

/// <summary>
/// Remembers which messages were imported into an account, so that an import that was cut off goes on where it stopped.
/// <para>
/// A batch is noted before it is committed, with the mailbox's UIDNEXT, and ticked off afterwards. A kill in between leaves
/// a noted batch; the next import looks whether the mailbox has it, as a run of messages of just these sizes and dates from
/// that UID on, and so neither loses nor doubles one.
/// </para>
/// </summary>
internal sealed class ImportLedger : IDisposable
{
    private const string Schema = """
        PRAGMA journal_mode=WAL;
        PRAGMA synchronous=FULL;
        CREATE TABLE IF NOT EXISTS source(id INTEGER PRIMARY KEY, path TEXT NOT NULL UNIQUE);
        CREATE TABLE IF NOT EXISTS done(mailbox INTEGER, source INTEGER, digest BLOB, nth INTEGER,
            PRIMARY KEY(mailbox, source, digest, nth)) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS noted(position INTEGER PRIMARY KEY, uidnext INTEGER, mailbox INTEGER, source INTEGER, digest BLOB,
            nth INTEGER, size INTEGER, seconds INTEGER, zone INTEGER);
        """;

    private readonly FileStream _lock;
    private readonly SqliteDatabase _database;

    private ImportLedger(FileStream guard, SqliteDatabase database)
    {
        _lock = guard;
        _database = database;
    }

    /// <summary>Opens the ledger in a folder. Null when another import holds it.</summary>
    public static ImportLedger? TryOpen(string folder)
    {
        Directory.CreateDirectory(folder);
        FileStream guard;
        try
        {
            guard = new FileStream(Path.Combine(folder, "import.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException error) when (error.GetType() == typeof(IOException))
        {
            return null;
        }
        SqliteDatabase? database = null;
        try
        {
            database = SqliteDatabase.Open(Path.Combine(folder, "import.db"), create: true);
            database.Execute(Schema);
            return new ImportLedger(guard, database);
        }
        catch
        {
            database?.Dispose();
            guard.Dispose();
            throw;
        }
    }

    /// <summary>The number of a source.</summary>
    public long SourceNumber(string path)
    {
        _database.Prepare("INSERT OR IGNORE INTO source(path) VALUES(?1)").Bind(1, path).Run();
        using SqliteStatement row = _database.Prepare("SELECT id FROM source WHERE path=?1");
        row.Bind(1, path).Step();
        return row.Int64(0);
    }

    /// <summary>Whether a message was imported.</summary>
    public bool IsDone(ImportKey key)
    {
        using SqliteStatement row = _database.Prepare("SELECT 1 FROM done WHERE mailbox=?1 AND source=?2 AND digest=?3 AND nth=?4");
        return BindKey(row, key, 1).Step();
    }

    /// <summary>Ticks off the batch that was noted, which is committed now, and notes the next one; durable when it returns.</summary>
    public void Advance(IReadOnlyList<ImportEntry> next, uint uidNext)
    {
        _database.Execute("BEGIN IMMEDIATE");
        try
        {
            TickOff();
            for (int i = 0; i < next.Count; i++)
            {
                ImportEntry entry = next[i];
                BindKey(_database.Prepare("INSERT INTO noted VALUES(?1,?2,?3,?4,?5,?6,?7,?8,?9)"), entry.Key, 3)
                    .Bind(1, i).Bind(2, uidNext).Bind(7, entry.Size).Bind(8, entry.Date.Seconds).Bind(9, entry.Date.ZoneMinutes).Run();
            }
            _database.Execute("COMMIT");
        }
        catch
        {
            _database.RollbackQuietly();
            throw;
        }
    }

    /// <summary>Settles a batch that a cut-off import noted: ticks it off if it was committed, else forgets it.</summary>
    public async ValueTask RecoverAsync(IMailStorage storage, AccountId account, CancellationToken cancel)
    {
        (List<ImportEntry> noted, uint uidNext) = ReadNoted();
        if (noted.Count == 0)
        {
            return;
        }
        LogPage? page = await storage.ReadLogAsync(account, new MailboxId(noted[0].Key.Mailbox), 0, cancel).ConfigureAwait(false);
        bool committed = page is not null && HasRun([.. page.Rows.Where(r => r.Uid >= uidNext)], noted);
        _database.Execute("BEGIN IMMEDIATE");
        if (committed)
        {
            TickOff();
        }
        _database.Execute("DELETE FROM noted");
        _database.Execute("COMMIT");
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _database.Dispose();
        _lock.Dispose();
    }

    private static bool HasRun(List<MessageRow> rows, List<ImportEntry> noted)
    {
        for (int start = 0; start + noted.Count <= rows.Count; start++)
        {
            int i = 0;
            while (i < noted.Count && rows[start + i].Size == noted[i].Size && rows[start + i].InternalDate == noted[i].Date)
            {
                i++;
            }
            if (i == noted.Count)
            {
                return true;
            }
        }
        return false;
    }

    private static SqliteStatement BindKey(SqliteStatement statement, ImportKey key, int first)
    {
        Span<byte> digest = stackalloc byte[16];
        BinaryPrimitives.WriteUInt128BigEndian(digest, key.Digest);
        return statement.Bind(first, key.Mailbox).Bind(first + 1, key.Source).Bind(first + 2, digest).Bind(first + 3, key.Nth);
    }

    private void TickOff()
    {
        _database.Prepare("INSERT OR IGNORE INTO done SELECT mailbox, source, digest, nth FROM noted").Run();
        _database.Prepare("DELETE FROM noted").Run();
    }

    private (List<ImportEntry> Noted, uint UidNext) ReadNoted()
    {
        var noted = new List<ImportEntry>();
        uint uidNext = 0;
        using SqliteStatement row = _database.Prepare("SELECT uidnext, mailbox, source, digest, nth, size, seconds, zone FROM noted ORDER BY position");
        while (row.Step())
        {
            uidNext = (uint)row.Int64(0);
            var key = new ImportKey(row.Int64(1), row.Int64(2), BinaryPrimitives.ReadUInt128BigEndian(row.Blob(3)), (int)row.Int64(4));
            noted.Add(new ImportEntry(key, (uint)row.Int64(5), new InternalDate(row.Int64(6), (short)row.Int64(7))));
        }
        return (noted, uidNext);
    }
}
