using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Port143.Storage.Sqlite;

/// <summary>
/// SQLite's own calls, in the order of its documentation. The ones that only look at or set a value skip the runtime's
/// transition, which costs more than they do; none of those waits or allocates more than a few bytes.
/// </summary>
internal static unsafe partial class SqliteNative
{
    public const int Ok = 0;
    public const int Busy = 5;
    public const int IoError = 10;
    public const int Full = 13;
    public const int CannotOpen = 14;
    public const int Constraint = 19;
    public const int Row = 100;
    public const int Done = 101;
    public const int OpenReadWrite = 0x2;
    public const int OpenCreate = 0x4;
    public const int OpenNoMutex = 0x8000;
    public const int PreparePersistent = 1;
    public const int BlobReadOnly = 0;
    public const int NullType = 5;
    public const int CheckpointPassive = 0;
    public const int CheckpointRestart = 2;
    public const int CheckpointTruncate = 3;

    public const int FileControlJournal = 28;

    /// <summary>SQLITE_TRANSIENT: SQLite makes a copy.</summary>
    public const nint Copy = -1;

    private const string Library = "e_sqlite3";

    [LibraryImport(Library)]
    public static partial int sqlite3_initialize();

    [LibraryImport(Library)]
    public static partial nint sqlite3_vfs_find(nint name);

    [LibraryImport(Library)]
    public static partial int sqlite3_vfs_register(nint vfs, int makeDefault);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int sqlite3_open_v2(string path, out nint database, int flags, nint vfs);

    [LibraryImport(Library)]
    public static partial int sqlite3_close_v2(nint database);

    [LibraryImport(Library)]
    public static partial int sqlite3_extended_result_codes(nint database, int on);

    [LibraryImport(Library)]
    public static partial int sqlite3_busy_timeout(nint database, int milliseconds);

    [LibraryImport(Library)]
    public static partial int sqlite3_extended_errcode(nint database);

    [LibraryImport(Library)]
    public static partial int sqlite3_system_errno(nint database);

    [LibraryImport(Library)]
    public static partial byte* sqlite3_errmsg(nint database);

    [LibraryImport(Library)]
    public static partial byte* sqlite3_errstr(int code);

    [LibraryImport(Library)]
    public static partial void* sqlite3_wal_hook(
        nint database, delegate* unmanaged[Cdecl]<void*, nint, byte*, int, int> hook, void* argument);

    [LibraryImport(Library)]
    public static partial void* sqlite3_rollback_hook(nint database, delegate* unmanaged[Cdecl]<nint, void> hook, nint argument);

    [LibraryImport(Library)]
    public static partial int sqlite3_file_control(nint database, nint schema, int what, void* argument);

    [LibraryImport(Library)]
    public static partial int sqlite3_wal_checkpoint_v2(nint database, nint schema, int mode, out int frames, out int moved);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int sqlite3_exec(nint database, string sql, nint callback, nint argument, nint error);

    [LibraryImport(Library)]
    public static partial int sqlite3_prepare_v3(nint database, byte* sql, int length, uint flags, out nint statement, nint tail);

    [LibraryImport(Library)]
    public static partial int sqlite3_finalize(nint statement);

    [LibraryImport(Library)]
    public static partial int sqlite3_step(nint statement);

    [LibraryImport(Library)]
    public static partial int sqlite3_reset(nint statement);

    [LibraryImport(Library)]
    public static partial int sqlite3_bind_blob(nint statement, int parameter, byte* value, int length, nint destructor);

    [LibraryImport(Library)]
    public static partial int sqlite3_bind_text(nint statement, int parameter, byte* value, int length, nint destructor);

    [LibraryImport(Library), SuppressGCTransition]
    public static partial int sqlite3_bind_int64(nint statement, int parameter, long value);

    [LibraryImport(Library), SuppressGCTransition]
    public static partial int sqlite3_bind_null(nint statement, int parameter);

    [LibraryImport(Library), SuppressGCTransition]
    public static partial long sqlite3_column_int64(nint statement, int column);

    [LibraryImport(Library), SuppressGCTransition]
    public static partial int sqlite3_column_type(nint statement, int column);

    [LibraryImport(Library), SuppressGCTransition]
    public static partial int sqlite3_column_bytes(nint statement, int column);

    [LibraryImport(Library), SuppressGCTransition]
    public static partial byte* sqlite3_column_blob(nint statement, int column);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int sqlite3_blob_open(
        nint database, string schema, string table, string column, long row, int flags, out nint blob);

    [LibraryImport(Library)]
    public static partial int sqlite3_blob_reopen(nint blob, long row);

    [LibraryImport(Library)]
    public static partial int sqlite3_blob_read(nint blob, byte* bytes, int count, int offset);

    [LibraryImport(Library)]
    public static partial int sqlite3_blob_close(nint blob);

    [LibraryImport(Library), SuppressGCTransition]
    public static partial int sqlite3_changes(nint database);

    [LibraryImport(Library), SuppressGCTransition]
    public static partial long sqlite3_last_insert_rowid(nint database);

    [LibraryImport(Library), SuppressGCTransition]
    public static partial int sqlite3_get_autocommit(nint database);
}
