using Port143.Mail;
using Port143.Storage.Sqlite;

namespace Port143.Storage;

/// <summary>
/// The directory in DATA/directory.db: WAL, synchronous FULL, readable by its owner only. One connection reads and one
/// writes, each behind its lock; a read takes microseconds and never waits for a writer of another process.
/// </summary>
public sealed partial class SqliteDirectory : IDirectory
{
    /// <summary>The name of the file within the data folder.</summary>
    public const string FileName = "directory.db";

    private const string Columns = "SELECT id, address, created, disabled, password, password_serial FROM account";

    private readonly SqliteDatabase _reader;
    private readonly SqliteDatabase _writer;
    private readonly Lock _reading = new();
    private readonly Lock _writing = new();
    private readonly TimeProvider _time;
    private bool _disposed;

    private SqliteDirectory(SqliteDatabase reader, SqliteDatabase writer, TimeProvider time)
    {
        _reader = reader;
        _writer = writer;
        _time = time;
    }

    /// <summary>
    /// Opens the directory of a data folder, which must exist, and makes it if it is missing. Throws
    /// <see cref="IOException"/> or <see cref="UnauthorizedAccessException"/> when the file cannot be used, and
    /// <see cref="InvalidDataException"/> when a newer program wrote it.
    /// </summary>
    public static SqliteDirectory Open(string dataFolder, TimeProvider time)
    {
        string path = Path.Combine(dataFolder, FileName);
        bool isNew = CreateFile(path);
        SqliteDatabase writer = SqliteDatabase.Open(path, create: false);
        try
        {
            DirectorySchema.Prepare(writer);
            if (isNew)
            {
                Durable.SyncFolder(dataFolder);
            }
            return new SqliteDirectory(SqliteDatabase.Open(path, create: false), writer, time);
        }
        catch
        {
            writer.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public ValueTask<Account?> FindAsync(AccountAddress address, CancellationToken cancel) =>
        Find(Columns + " WHERE address = ?1", address.Value, cancel);

    /// <inheritdoc/>
    public ValueTask<Account?> FindAsync(AccountId id, CancellationToken cancel) => Find(Columns + " WHERE id = ?1", id.Value, cancel);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<Account>> ListAsync(CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        lock (_reading)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            var accounts = new List<Account>();
            using SqliteStatement statement = _reader.Prepare(Columns + " ORDER BY address");
            while (statement.Step())
            {
                accounts.Add(Read(statement));
            }
            return new ValueTask<IReadOnlyList<Account>>(accounts);
        }
    }

    /// <inheritdoc/>
    public ValueTask<Account?> AddAsync(
        AccountId id, AccountAddress address, string passwordHash, string actor, CancellationToken cancel)
    {
        long now = _time.GetUtcNow().ToUnixTimeSeconds();
        bool added = Write(cancel, database =>
        {
            using SqliteStatement insert = database.Prepare(
                "INSERT INTO account (id, address, created, disabled, password) VALUES (?1, ?2, ?3, 0, ?4) ON CONFLICT DO NOTHING");
            insert.Bind(1, id.Value).Bind(2, address.Value).Bind(3, now).Bind(4, passwordHash).Run();
            return database.Changes == 1 && Audit(database, now, actor, "add", id);
        });
        return new ValueTask<Account?>(
            added ? new Account(id, address, DateTimeOffset.FromUnixTimeSeconds(now), false, passwordHash) : null);
    }

    /// <inheritdoc/>
    public ValueTask<bool> SetPasswordAsync(AccountId id, string passwordHash, string actor, CancellationToken cancel) =>
        Change(id, actor, "password", "UPDATE account SET password = ?2, password_serial = password_serial + 1 WHERE id = ?1", s => s.Bind(2, passwordHash), cancel);

    /// <inheritdoc/>
    public ValueTask<bool> SetDisabledAsync(AccountId id, bool disabled, string actor, CancellationToken cancel) =>
        Change(
            id, actor, disabled ? "disable" : "enable", "UPDATE account SET disabled = ?2 WHERE id = ?1",
            s => s.Bind(2, disabled ? 1L : 0L), cancel);

    /// <inheritdoc/>
    public ValueTask<bool> UpgradeHashAsync(AccountId id, string oldHash, string newHash, CancellationToken cancel) =>
        new(Write(cancel, database =>
        {
            using SqliteStatement update = database.Prepare("UPDATE account SET password = ?3 WHERE id = ?1 AND password = ?2");
            update.Bind(1, id.Value).Bind(2, oldHash).Bind(3, newHash).Run();
            return database.Changes == 1;
        }));

    /// <inheritdoc/>
    public ValueTask<bool> DeleteAsync(AccountId id, string actor, CancellationToken cancel)
    {
        long now = _time.GetUtcNow().ToUnixTimeSeconds();
        return new ValueTask<bool>(Write(cancel, database =>
        {
            // The entry first: it copies the address from the row.
            if (!Audit(database, now, actor, "delete", id))
            {
                return false;
            }
            using SqliteStatement delete = database.Prepare("DELETE FROM account WHERE id = ?1");
            delete.Bind(1, id.Value).Run();
            using SqliteStatement shares = database.Prepare("DELETE FROM share WHERE owner = ?1");
            shares.Bind(1, id.Value).Run();
            return true;
        }));
    }

    /// <inheritdoc/>
    public ValueTask AddShareAsync(AccountId owner, string reader, CancellationToken cancel)
    {
        if (!ReadShares(owner).Contains(reader))
        {
            Write(cancel, database => InsertShare(database, owner, reader));
        }
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask SetSharesAsync(AccountId owner, IReadOnlySet<string> readers, CancellationToken cancel)
    {
        // Most accounts share nothing, and most changes change nothing: then nothing is written.
        if (!readers.SetEquals(ReadShares(owner)))
        {
            Write(cancel, database =>
            {
                using SqliteStatement delete = database.Prepare("DELETE FROM share WHERE owner = ?1");
                delete.Bind(1, owner.Value).Run();
                foreach (string reader in readers)
                {
                    InsertShare(database, owner, reader);
                }
                return true;
            });
        }
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<Account>> ListSharersAsync(AccountAddress reader, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        lock (_reading)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            var accounts = new List<Account>();
            using SqliteStatement statement = _reader.Prepare(
                Columns + " WHERE id IN (SELECT owner FROM share WHERE reader IN (?1, ?2)) AND address <> ?1 ORDER BY address");
            statement.Bind(1, reader.Value).Bind(2, AclIdentifier.Anyone.ToString());
            while (statement.Step())
            {
                accounts.Add(Read(statement));
            }
            return new ValueTask<IReadOnlyList<Account>>(accounts);
        }
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlySet<string>> ListReadersAsync(AccountId owner, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        return new ValueTask<IReadOnlySet<string>>(ReadShares(owner));
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<AuditEntry>> ReadAuditAsync(int limit, CancellationToken cancel) =>
        Read<AuditEntry>(AuditColumns + " ORDER BY seq DESC LIMIT ?1", s => s.Bind(1, (long)limit), ReadAudit, cancel);

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        lock (_writing)
        {
            lock (_reading)
            {
                if (!_disposed)
                {
                    _disposed = true;
                    _reader.Dispose();
                    _writer.Dispose();
                }
            }
        }
        return ValueTask.CompletedTask;
    }

    // SQLite would make the file with the process's umask; its -wal and -shm files take their mode from it. An existing file
    // is not opened here, because closing it would drop the locks that SQLite holds on it in this process.
    private static bool CreateFile(string path)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }
        try
        {
            new FileStream(path, options).Dispose();
            return true;
        }
        catch (IOException) when (File.Exists(path))
        {
            return false;
        }
    }

    private static Account Read(SqliteStatement row) => new(
        AccountId.Parse(row.Text(0)), AccountAddress.Parse(row.Text(1)), DateTimeOffset.FromUnixTimeSeconds(row.Int64(2)),
        row.Int64(3) != 0, row.Text(4)) { PasswordSerial = row.Int64(5) };

    private static bool Audit(SqliteDatabase database, long now, string actor, string action, AccountId id, string detail = "")
    {
        using SqliteStatement insert = database.Prepare(
            "INSERT INTO audit (at, actor, action, account, address, detail) SELECT ?1, ?2, ?3, id, address, ?5 FROM account WHERE id = ?4");
        insert.Bind(1, now).Bind(2, actor).Bind(3, action).Bind(4, id.Value).Bind(5, detail).Run();
        return database.Changes == 1;
    }

    private static bool InsertShare(SqliteDatabase database, AccountId owner, string reader)
    {
        using SqliteStatement insert = database.Prepare("INSERT OR IGNORE INTO share (reader, owner) VALUES (?1, ?2)");
        insert.Bind(1, reader).Bind(2, owner.Value).Run();
        return true;
    }

    private HashSet<string> ReadShares(AccountId owner)
    {
        lock (_reading)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            var readers = new HashSet<string>();
            using SqliteStatement statement = _reader.Prepare("SELECT reader FROM share WHERE owner = ?1");
            statement.Bind(1, owner.Value);
            while (statement.Step())
            {
                readers.Add(statement.Text(0));
            }
            return readers;
        }
    }

    private ValueTask<Account?> Find(string sql, string key, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        lock (_reading)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            using SqliteStatement statement = _reader.Prepare(sql);
            statement.Bind(1, key);
            return new ValueTask<Account?>(statement.Step() ? Read(statement) : null);
        }
    }

    private ValueTask<bool> Change(
        AccountId id, string actor, string action, string sql, Action<SqliteStatement> bind, CancellationToken cancel)
    {
        long now = _time.GetUtcNow().ToUnixTimeSeconds();
        return new ValueTask<bool>(Write(cancel, database =>
        {
            using SqliteStatement update = database.Prepare(sql);
            bind(update.Bind(1, id.Value));
            update.Run();
            return database.Changes == 1 && Audit(database, now, actor, action, id);
        }));
    }

    // Committed when the change returns true; the writer's lock is taken at once, so that two processes never deadlock.
    private bool Write(CancellationToken cancel, Func<SqliteDatabase, bool> change)
    {
        cancel.ThrowIfCancellationRequested();
        lock (_writing)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            _writer.Execute("BEGIN IMMEDIATE");
            try
            {
                bool changed = change(_writer);
                _writer.Execute(changed ? "COMMIT" : "ROLLBACK");
                return changed;
            }
            catch
            {
                _writer.RollbackQuietly();
                throw;
            }
        }
    }
}
