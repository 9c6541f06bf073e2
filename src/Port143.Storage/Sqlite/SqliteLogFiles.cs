using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Port143.Storage.Sqlite;

/// <summary>
/// SQLite's own way to files (a VFS), but for write-ahead logs on Linux, which are <see cref="SqliteLogFile"/>s: a commit is one
/// write and one fdatasync.
/// </summary>
internal static unsafe class SqliteLogFiles
{
    private const int LogFlag = 0x80000; // SQLITE_OPEN_WAL

    private static readonly SqliteVfs* Original = Find();
    private static readonly SqliteVfs* Own = Register();

    /// <summary>The name for <c>sqlite3_open_v2</c>; 0 is SQLite's default.</summary>
    public static nint Name => Own is null ? 0 : (nint)Own->Name;

    /// <summary>Must be called for each connection that was opened with <see cref="Name"/>.</summary>
    public static void Attach(nint database)
    {
        if (Own is not null)
        {
            SqliteNative.sqlite3_rollback_hook(database, &OnRollback, database);
        }
    }

    private static SqliteVfs* Find() => OperatingSystem.IsLinux() && SqliteNative.sqlite3_initialize() == SqliteNative.Ok
        ? (SqliteVfs*)SqliteNative.sqlite3_vfs_find(0)
        : null;

    private static SqliteVfs* Register()
    {
        if (Original is null || Original->Version < SqliteVfs.KnownVersion)
        {
            return null;
        }
        // A copy, as its functions look at what is in it; it lives as long as the process.
        var own = (SqliteVfs*)NativeMemory.Alloc((nuint)sizeof(SqliteVfs));
        *own = *Original;
        own->Version = SqliteVfs.KnownVersion;
        own->Next = null;
        own->Name = (byte*)Marshal.StringToCoTaskMemUTF8("port143");
        own->FileSize += SqliteLogFile.Size;
        own->Open = &Open;
        return SqliteNative.sqlite3_vfs_register((nint)own, 0) == SqliteNative.Ok ? own : null;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void OnRollback(nint database)
    {
        SqliteFile* journal = null;
        if (SqliteNative.sqlite3_file_control(database, 0, SqliteNative.FileControlJournal, &journal) == SqliteNative.Ok
            && SqliteLogFile.Of(journal) is var log and not null)
        {
            log->Forget();
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Open(SqliteVfs* vfs, byte* path, void* file, int flags, int* given)
    {
        if ((flags & LogFlag) == 0)
        {
            return Original->Open(Original, path, file, flags, given);
        }
        var log = (SqliteLogFile*)file;
        int code = Original->Open(Original, path, SqliteLogFile.Inner(log), flags, given);
        *log = code == SqliteNative.Ok ? new SqliteLogFile(path) : default; // without methods nothing is to be closed
        return code;
    }
}
