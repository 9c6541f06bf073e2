using Port143.Storage.Sqlite;

namespace Port143.Storage;

/// <summary>
/// Tells a full disk (or quota) from other I/O errors, where staging a message throws one. Changes say the same with
/// <see cref="ChangeFailure.DiskFull"/>.
/// </summary>
public static class DiskFull
{
    private const int NoSpace = 28; // ENOSPC, as .NET puts it into HResult
    private const int TooLarge = 27; // EFBIG: a limit on the size of files
    private const int OverQuota = 122; // EDQUOT on Linux
    private const int WindowsHandleDiskFull = unchecked((int)0x80070027);
    private const int WindowsDiskFull = unchecked((int)0x80070070);

    /// <summary>Whether the disk, the quota or the allowed file size was used up.</summary>
    public static bool Is(Exception error) => error switch
    {
        SqliteException sqlite => sqlite.IsDiskFull,
        IOException => error.HResult is NoSpace or TooLarge or OverQuota or WindowsDiskFull or WindowsHandleDiskFull,
        _ => false,
    };
}
