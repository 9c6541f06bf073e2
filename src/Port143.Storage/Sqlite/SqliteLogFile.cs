using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Port143.Storage.Sqlite;

/// <summary>
/// A write-ahead log: SQLite's own file behind it, which does everything but two things. The frames of a commit, which SQLite writes
/// with two calls each, are gathered and written with one. And the log is synced by fdatasync: SQLite as the package ships it calls
/// fsync, which writes the file's times as well, another wait for the disk at every commit.
/// </summary>
/// <remarks>
/// SQLite tells readers of a commit once the page of its last frame is written, so that page ends the gathering. Only frames beyond
/// all that this file wrote are gathered: what SQLite mends further up has no end that could be seen. A transaction that is too large for
/// the cache writes frames before its commit; should it be rolled back, <see cref="Forget"/> must be called before another connection
/// writes in their place, which <see cref="SqliteLogFiles.Attach"/> sees to.
/// </remarks>
[StructLayout(LayoutKind.Sequential)]
internal unsafe partial struct SqliteLogFile
{
    private const int FrameHeader = 24;
    private const int CommitMark = 4; // a big-endian number in the header of a frame; not 0 in the last one of a commit
    private const int BufferSize = 0x1FFFF; // SQLite's own file writes no more at once
    private const int MaxIdleBuffers = 8;
    private const int NotSynced = 10 | 4 << 8; // SQLITE_IOERR_FSYNC
    private const int ReadWrite = 2; // O_RDWR
    private const int CloseOnExec = 0x80000; // O_CLOEXEC
    private const int Interrupted = 4; // EINTR

    private static readonly SqliteFileMethods* Methods = MakeMethods();
    private static readonly ConcurrentQueue<nint> IdleBuffers = new();

    private readonly SqliteFileMethods* _methods = Methods;
    private readonly byte* _path; // SQLite keeps it as long as the file
    private int _handle = -1; // a second one of the file, for fdatasync, as SQLite does not tell its own
    private byte* _buffer; // the frames that are not written yet, while there are some
    private long _start; // where they belong
    private int _length;
    private long _top; // the end of what was written since the log began anew
    private bool _isPageNext; // the last write was the header of a frame
    private bool _isLastFrame; // of a commit
    private bool _isInFolder; // SQLite's own first sync was made, which syncs the folder too

    /// <summary>The log at a path, over a file that SQLite has opened.</summary>
    public SqliteLogFile(byte* path) => _path = path;

    /// <summary>The bytes of it that come before those of SQLite's own file.</summary>
    public static int Size => (sizeof(SqliteLogFile) + 15) & ~15;

    /// <summary>SQLite's own file.</summary>
    public static SqliteFile* Inner(void* log) => (SqliteFile*)((byte*)log + Size);

    /// <summary>The log that SQLite calls so, or null when it is another kind of file.</summary>
    public static SqliteLogFile* Of(SqliteFile* file) => file is not null && file->Methods == Methods ? (SqliteLogFile*)file : null;

    /// <summary>Drops the frames that were gathered: what they belong to was rolled back.</summary>
    public void Forget()
    {
        if (_buffer is not null && IdleBuffers.Count < MaxIdleBuffers)
        {
            IdleBuffers.Enqueue((nint)_buffer);
        }
        else
        {
            NativeMemory.Free(_buffer);
        }
        _buffer = null;
        _length = 0;
    }

    private int Write(SqliteFile* inner, byte* bytes, int count, long offset)
    {
        bool isHeader = count == FrameHeader;
        bool isGathered = offset >= _top && (isHeader || _isPageNext);
        bool isEnd = !isHeader && _isPageNext && _isLastFrame;
        _isPageNext = isHeader;
        _isLastFrame = isHeader && *(int*)(bytes + CommitMark) != 0;
        if (!isGathered || offset != _start + _length || _length + count > BufferSize)
        {
            int code = Flush(inner);
            if (code != SqliteNative.Ok)
            {
                return code;
            }
        }
        _top = offset == 0 ? count : Math.Max(_top, offset + count);
        if (!isGathered)
        {
            return inner->Methods->Write(inner, bytes, count, offset);
        }
        if (_buffer is null)
        {
            _buffer = (byte*)(IdleBuffers.TryDequeue(out nint idle) ? idle : (nint)NativeMemory.Alloc(BufferSize));
            _start = offset;
        }
        Unsafe.CopyBlock(_buffer + _length, bytes, (uint)count);
        _length += count;
        return isEnd ? Flush(inner) : SqliteNative.Ok;
    }

    private int Flush(SqliteFile* inner)
    {
        if (_buffer is null)
        {
            return SqliteNative.Ok;
        }
        int code = inner->Methods->Write(inner, _buffer, _length, _start);
        Forget();
        return code;
    }

    private int Sync(SqliteFile* inner, int flags)
    {
        int code = Flush(inner);
        if (code != SqliteNative.Ok)
        {
            return code;
        }
        if (!_isInFolder || (_handle < 0 && (_handle = open(_path, ReadWrite | CloseOnExec)) < 0))
        {
            code = inner->Methods->Sync(inner, flags);
            _isInFolder |= code == SqliteNative.Ok;
            return code;
        }
        while (fdatasync(_handle) != 0)
        {
            int error = Marshal.GetLastPInvokeError();
            if (error != Interrupted)
            {
                Marshal.SetLastSystemError(error); // SQLite asks for it
                return NotSynced;
            }
        }
        return SqliteNative.Ok;
    }

    private int Close(SqliteFile* inner)
    {
        Forget(); // frames without a commit
        if (_handle >= 0)
        {
            _ = close(_handle);
            _handle = -1;
        }
        return inner->Methods->Close(inner);
    }

    private static SqliteFileMethods* MakeMethods()
    {
        var methods = (SqliteFileMethods*)NativeMemory.Alloc((nuint)sizeof(SqliteFileMethods));
        *methods = new SqliteFileMethods
        {
            Version = 1,
            Close = &OnClose,
            Read = &OnRead,
            Write = &OnWrite,
            Truncate = &OnTruncate,
            Sync = &OnSync,
            FileSize = &OnFileSize,
            Lock = &OnLock,
            Unlock = &OnUnlock,
            CheckReservedLock = &OnCheckReservedLock,
            FileControl = &OnFileControl,
            SectorSize = &OnSectorSize,
            DeviceCharacteristics = &OnDeviceCharacteristics,
        };
        return methods;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int OnClose(void* log) => ((SqliteLogFile*)log)->Close(Inner(log));

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int OnWrite(void* log, byte* bytes, int count, long offset) =>
        ((SqliteLogFile*)log)->Write(Inner(log), bytes, count, offset);

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int OnSync(void* log, int flags) => ((SqliteLogFile*)log)->Sync(Inner(log), flags);

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int OnRead(void* log, byte* bytes, int count, long offset) =>
        ((SqliteLogFile*)log)->Flush(Inner(log)) is var code and not SqliteNative.Ok
            ? code
            : Inner(log)->Methods->Read(Inner(log), bytes, count, offset);

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int OnTruncate(void* log, long size) =>
        ((SqliteLogFile*)log)->Flush(Inner(log)) is var code and not SqliteNative.Ok
            ? code
            : Inner(log)->Methods->Truncate(Inner(log), size);

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int OnFileSize(void* log, long* size) =>
        ((SqliteLogFile*)log)->Flush(Inner(log)) is var code and not SqliteNative.Ok
            ? code
            : Inner(log)->Methods->FileSize(Inner(log), size);

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int OnLock(void* log, int level) => Inner(log)->Methods->Lock(Inner(log), level);

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int OnUnlock(void* log, int level) => Inner(log)->Methods->Unlock(Inner(log), level);

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int OnCheckReservedLock(void* log, int* isReserved) => Inner(log)->Methods->CheckReservedLock(Inner(log), isReserved);

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int OnFileControl(void* log, int what, void* argument) => Inner(log)->Methods->FileControl(Inner(log), what, argument);

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int OnSectorSize(void* log) => Inner(log)->Methods->SectorSize(Inner(log));

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int OnDeviceCharacteristics(void* log) => Inner(log)->Methods->DeviceCharacteristics(Inner(log));

    [LibraryImport("libc", SetLastError = true)]
    private static partial int open(byte* path, int flags);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int fdatasync(int file);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int close(int file);
}
