namespace Port143.Storage.Sqlite;

/// <summary>SQLite reported an error that is not the caller's to handle: a bug or broken I/O.</summary>
public sealed class SqliteException : IOException
{
    internal SqliteException(int code, string message)
        : base(message) => Code = code;

    /// <summary>SQLite's extended result code.</summary>
    public int Code { get; }

    /// <summary>Whether the disk (or the quota) is full.</summary>
    public bool IsDiskFull => (Code & 0xFF) == SQLitePCL.raw.SQLITE_FULL;

    /// <summary>Whether another process holds the lock that was needed.</summary>
    public bool IsBusy => (Code & 0xFF) == SQLitePCL.raw.SQLITE_BUSY;
}
