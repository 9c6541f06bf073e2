namespace Port143.Storage.Sqlite;

/// <summary>SQLite reported an error that is not the caller's to handle: a bug or broken I/O.</summary>
public sealed class SqliteException : IOException
{
    private const int NoSpace = 28; // ENOSPC
    private const int OverQuota = 122; // EDQUOT

    private readonly int _systemError;

    internal SqliteException(int code, int systemError, string message)
        : base(message)
    {
        Code = code;
        _systemError = systemError;
    }

    /// <summary>SQLite's extended result code.</summary>
    public int Code { get; }

    /// <summary>Whether the disk (or the quota) is full.</summary>
    public bool IsDiskFull =>
        (Code & 0xFF) == SqliteNative.Full || (IsIoError && OperatingSystem.IsLinux() && _systemError is NoSpace or OverQuota);

    /// <summary>Whether another process holds the lock that was needed.</summary>
    public bool IsBusy => (Code & 0xFF) == SqliteNative.Busy;

    /// <summary>Whether reading, writing or syncing failed: what reached the disk is then not known.</summary>
    public bool IsIoError => (Code & 0xFF) == SqliteNative.IoError;

    /// <summary>Whether the file could not be opened.</summary>
    public bool IsCannotOpen => (Code & 0xFF) == SqliteNative.CannotOpen;

    /// <summary>Whether the statement itself is to blame, not the disk: a constraint or a bug.</summary>
    internal bool IsOfStatement => (Code & 0xFF) is 1 or 18 or SqliteNative.Constraint or 20 or 21 or 25;
}
