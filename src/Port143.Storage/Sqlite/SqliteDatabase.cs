using SQLitePCL;

namespace Port143.Storage.Sqlite;

/// <summary>
/// One connection to a database file: the thinnest layer over SQLite's own calls, with each statement prepared once.
/// Not thread-safe.
/// </summary>
internal sealed class SqliteDatabase : IDisposable
{
    private readonly sqlite3 _handle;
    private readonly Dictionary<string, SqliteStatement> _statements = new(StringComparer.Ordinal);

    static SqliteDatabase() => Batteries_V2.Init();

    private SqliteDatabase(sqlite3 handle, string path)
    {
        _handle = handle;
        Path = path;
    }

    /// <summary>The path of the file.</summary>
    public string Path { get; }

    /// <summary>How many rows the last INSERT, UPDATE or DELETE touched.</summary>
    public int Changes => raw.sqlite3_changes(_handle);

    /// <summary>The rowid of the last INSERT.</summary>
    public long LastInsertId => raw.sqlite3_last_insert_rowid(_handle);

    /// <summary>Whether a transaction is open.</summary>
    public bool InTransaction => raw.sqlite3_get_autocommit(_handle) == 0;

    /// <summary>
    /// Opens a file. Waits up to five seconds for another process's lock. With <paramref name="create"/> false a missing
    /// file throws.
    /// </summary>
    public static SqliteDatabase Open(string path, bool create)
    {
        int flags = raw.SQLITE_OPEN_READWRITE | raw.SQLITE_OPEN_NOMUTEX | (create ? raw.SQLITE_OPEN_CREATE : 0);
        int code = raw.sqlite3_open_v2(path, out sqlite3 handle, flags, null);
        if (code != raw.SQLITE_OK)
        {
            string reason = handle is null ? raw.sqlite3_errstr(code).utf8_to_string() : raw.sqlite3_errmsg(handle).utf8_to_string();
            handle?.Dispose();
            throw new SqliteException(code, $"{path}: {reason}");
        }
        raw.sqlite3_extended_result_codes(handle, 1);
        raw.sqlite3_busy_timeout(handle, 5000);
        return new SqliteDatabase(handle, path);
    }

    /// <summary>Runs one or more statements that give no rows.</summary>
    public void Execute(string sql) => Check(raw.sqlite3_exec(_handle, sql));

    /// <summary>
    /// The prepared statement for this text, reset and without bindings. It belongs to the connection: call
    /// <see cref="SqliteStatement.Reset"/> (or dispose, which does the same) when done, and do not nest uses of one text.
    /// </summary>
    public SqliteStatement Prepare(string sql)
    {
        if (!_statements.TryGetValue(sql, out SqliteStatement? statement))
        {
            Check(raw.sqlite3_prepare_v3(_handle, sql, raw.SQLITE_PREPARE_PERSISTENT, out sqlite3_stmt handle));
            statement = new SqliteStatement(this, handle);
            _statements.Add(sql, statement);
        }
        return statement;
    }

    /// <summary>The single number that a query gives, or <paramref name="fallback"/> when it gives no row.</summary>
    public long Scalar(string sql, long fallback = 0)
    {
        using SqliteStatement statement = Prepare(sql);
        return statement.Step() ? statement.Int64(0) : fallback;
    }

    /// <summary>Rolls back the open transaction, if there is one; never throws.</summary>
    public void RollbackQuietly()
    {
        foreach (SqliteStatement statement in _statements.Values)
        {
            statement.Reset();
        }
        if (InTransaction)
        {
            _ = raw.sqlite3_exec(_handle, "ROLLBACK");
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (SqliteStatement statement in _statements.Values)
        {
            statement.Finalise();
        }
        _statements.Clear();
        _handle.Dispose();
    }

    internal void Check(int code)
    {
        if (code != raw.SQLITE_OK)
        {
            throw Error();
        }
    }

    internal SqliteException Error() =>
        new(raw.sqlite3_extended_errcode(_handle), $"{Path}: {raw.sqlite3_errmsg(_handle).utf8_to_string()}");
}
