using System.Runtime.InteropServices;

namespace Port143.Storage.Sqlite;

/// <summary>SQLite's <c>sqlite3_io_methods</c>, version 1; the first argument of each is the file.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct SqliteFileMethods
{
    public int Version;
    public delegate* unmanaged[Cdecl]<void*, int> Close;
    public delegate* unmanaged[Cdecl]<void*, byte*, int, long, int> Read;
    public delegate* unmanaged[Cdecl]<void*, byte*, int, long, int> Write;
    public delegate* unmanaged[Cdecl]<void*, long, int> Truncate;
    public delegate* unmanaged[Cdecl]<void*, int, int> Sync;
    public delegate* unmanaged[Cdecl]<void*, long*, int> FileSize;
    public delegate* unmanaged[Cdecl]<void*, int, int> Lock;
    public delegate* unmanaged[Cdecl]<void*, int, int> Unlock;
    public delegate* unmanaged[Cdecl]<void*, int*, int> CheckReservedLock;
    public delegate* unmanaged[Cdecl]<void*, int, void*, int> FileControl;
    public delegate* unmanaged[Cdecl]<void*, int> SectorSize;
    public delegate* unmanaged[Cdecl]<void*, int> DeviceCharacteristics;
}
