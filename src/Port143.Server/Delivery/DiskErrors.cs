using Port143.Storage.Sqlite;

namespace Port143.Server.Delivery;

/// <summary>Tells a full disk from other errors of it.</summary>
internal static class DiskErrors
{
    private const int NoSpace = 28;        // ENOSPC
    private const int QuotaExceeded = 122; // EDQUOT
    private const int WindowsDiskFull = unchecked((int)0x80070070);

    /// <summary>Whether the disk or the quota is full.</summary>
    public static bool IsFull(IOException error) => error is SqliteException sqlite
        ? sqlite.IsDiskFull
        : error.HResult is NoSpace or QuotaExceeded or WindowsDiskFull;
}
