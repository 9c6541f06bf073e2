using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Port143.Storage.Sqlite;

/// <summary>SQLite's <c>sqlite3_vfs</c>, version 3.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct SqliteVfs
{
    /// <summary>The version of this layout.</summary>
    public const int KnownVersion = 3;

    public int Version;
    public int FileSize;
    public int MaxPathname;
    public SqliteVfs* Next;
    public byte* Name;
    public void* AppData;
    public delegate* unmanaged[Cdecl]<SqliteVfs*, byte*, void*, int, int*, int> Open;
    public Rest Others;

    /// <summary>The functions that are SQLite's own: xDelete to xNextSystemCall.</summary>
    [InlineArray(15)]
    public struct Rest
    {
        private nint _function;
    }
}
