namespace Port143.Storage.Sqlite;

/// <summary>
/// A file that holds some space of the disk. When the disk is full it is given up, so that mail can still be read, flagged,
/// moved and expunged; nothing that takes space is let in until it could be taken again.
/// </summary>
internal sealed class DiskReserve
{
    private const long Usual = 32 * 1024 * 1024;
    private const long SmallestPart = 64;

    private readonly Lock _lock = new();
    private readonly string _path;
    private readonly long _size;
    private bool _isHeld;

    public DiskReserve(string dataFolder, long? size)
    {
        _path = Path.Combine(dataFolder, "reserve");
        _size = size ?? Math.Min(Usual, SizeOfDisk(dataFolder) / SmallestPart);
    }

    /// <summary>Whether there is room: the space is held, or could be taken just now.</summary>
    public bool TryHold()
    {
        if (Volatile.Read(ref _isHeld) || _size == 0)
        {
            return true;
        }
        lock (_lock)
        {
            return _isHeld = _isHeld || TryTake();
        }
    }

    /// <summary>Gives the space up: the disk is full.</summary>
    public void Release()
    {
        lock (_lock)
        {
            _isHeld = false;
            try
            {
                File.Delete(_path);
            }
            catch (IOException)
            {
                // Without it there is less room; nothing else changes.
            }
        }
    }

    private static long SizeOfDisk(string folder)
    {
        try
        {
            return new DriveInfo(folder).TotalSize;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return long.MaxValue; // not to be found out: as on any large one
        }
    }

    // Another process may have taken it already: they share one.
    private bool TryTake()
    {
        try
        {
            if (new FileInfo(_path) is { Exists: true } file && file.Length >= _size)
            {
                return true;
            }
            File.Delete(_path);
            File.OpenHandle(_path, FileMode.CreateNew, FileAccess.Write, FileShare.None, FileOptions.None, _size).Dispose();
            return true;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
