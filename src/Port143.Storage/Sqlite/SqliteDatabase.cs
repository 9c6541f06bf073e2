using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;

namespace Port143.Storage.Sqlite;

/// <summary>
/// One connection to a database file: the thinnest layer over SQLite's own calls, with each statement prepared once.
/// Not thread-safe.
/// </summary>
internal sealed unsafe class SqliteDatabase : IDisposable
{
    private readonly Dictionary<string, SqliteStatement> _statements = new(StringComparer.Ordinal);
    private nint _handle;
    private int* _logFrames; // written by the hook below

    private SqliteDatabase(nint handle, string path)
    {
        _handle = handle;
        Path = path;
    }

    /// <summary>The path of the file.</summary>
    public string Path { get; }

    /// <summary>How many rows the last INSERT, UPDATE or DELETE touched.</summary>
    public int Changes => SqliteNative.sqlite3_changes(_handle);

    /// <summary>The rowid of the last INSERT.</summary>
    public long LastInsertId => SqliteNative.sqlite3_last_insert_rowid(_handle);

    /// <summary>SQLite's own name of the connection.</summary>
    internal nint Handle => _handle;

    /// <summary>Whether a transaction is open.</summary>
    public bool InTransaction => SqliteNative.sqlite3_get_autocommit(_handle) == 0;

    /// <summary>
    /// The data version (PRAGMA data_version) up to which the owner of the connection has looked at everything; -1 at first.
    /// </summary>
    public long SeenVersion { get; set; } = -1;

    /// <summary>
    /// How many frames the write-ahead log had after this connection's last commit; 0 unless <see cref="WatchLog"/> was
    /// called.
    /// </summary>
    public int LogFrames => _logFrames is null ? 0 : *_logFrames;

    /// <summary>
    /// Opens a file. Waits up to five seconds for another process's lock. With <paramref name="create"/> false a missing
    /// file throws.
    /// </summary>
    public static SqliteDatabase Open(string path, bool create)
    {
        int flags = SqliteNative.OpenReadWrite | SqliteNative.OpenNoMutex | (create ? SqliteNative.OpenCreate : 0);
        int code = SqliteNative.sqlite3_open_v2(path, out nint handle, flags, SqliteLogFiles.Name);
        if (code != SqliteNative.Ok)
        {
            string reason = Text(handle == 0 ? SqliteNative.sqlite3_errstr(code) : SqliteNative.sqlite3_errmsg(handle));
            int systemError = handle == 0 ? 0 : SqliteNative.sqlite3_system_errno(handle);
            _ = SqliteNative.sqlite3_close_v2(handle);
            throw new SqliteException(code, systemError, $"{path}: {reason}");
        }
        _ = SqliteNative.sqlite3_extended_result_codes(handle, 1);
        _ = SqliteNative.sqlite3_busy_timeout(handle, 5000);
        SqliteLogFiles.Attach(handle);
        return new SqliteDatabase(handle, path);
    }

    /// <summary>
    /// Turns SQLite's own checkpoints off, which would come in the middle of a commit, and counts the log's frames instead:
    /// the owner calls <see cref="Checkpoint"/> when nobody waits.
    /// </summary>
    public void WatchLog()
    {
        _logFrames = (int*)NativeMemory.AllocZeroed(sizeof(int));
        SqliteNative.sqlite3_wal_hook(_handle, &OnCommit, _logFrames);
    }

    /// <summary>
    /// Moves the write-ahead log into the file. True when all of it was moved, so that the log begins anew with the next
    /// commit, in place.
    /// </summary>
    public bool Checkpoint(int mode)
    {
        int code = SqliteNative.sqlite3_wal_checkpoint_v2(_handle, 0, mode, out int frames, out int moved);
        if ((code & 0xFF) == SqliteNative.Busy)
        {
            return false;
        }
        Check(code);
        if (_logFrames is not null && frames == moved)
        {
            *_logFrames = 0;
        }
        return frames == moved;
    }

    /// <summary>Runs one or more statements that give no rows.</summary>
    public void Execute(string sql) => Check(SqliteNative.sqlite3_exec(_handle, sql, 0, 0, 0));

    /// <summary>
    /// The prepared statement for this text, reset; bind all its parameters. It belongs to the connection: call
    /// <see cref="SqliteStatement.Reset"/> (or dispose, which does the same) when done, and do not nest uses of one text.
    /// </summary>
    public SqliteStatement Prepare(string sql)
    {
        if (!_statements.TryGetValue(sql, out SqliteStatement? statement))
        {
            byte[] text = Encoding.UTF8.GetBytes(sql);
            fixed (byte* bytes = text)
            {
                Check(SqliteNative.sqlite3_prepare_v3(
                    _handle, bytes, text.Length, SqliteNative.PreparePersistent, out nint handle, 0));
                statement = new SqliteStatement(this, handle);
            }
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
            _ = SqliteNative.sqlite3_exec(_handle, "ROLLBACK", 0, 0, 0);
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
        _ = SqliteNative.sqlite3_close_v2(_handle);
        _handle = 0;
        NativeMemory.Free(_logFrames);
        _logFrames = null;
    }

    internal void Check(int code)
    {
        if (code != SqliteNative.Ok)
        {
            throw Error();
        }
    }

    internal SqliteException Error() => new(
        SqliteNative.sqlite3_extended_errcode(_handle), SqliteNative.sqlite3_system_errno(_handle),
        $"{Path}: {Text(SqliteNative.sqlite3_errmsg(_handle))}");

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int OnCommit(void* frames, nint database, byte* schema, int count)
    {
        *(int*)frames = count;
        return SqliteNative.Ok;
    }

    private static string Text(byte* utf8) => Marshal.PtrToStringUTF8((nint)utf8) ?? "";
}
