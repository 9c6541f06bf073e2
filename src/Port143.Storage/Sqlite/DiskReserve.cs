namespace Port143.Storage.Sqlite;

/// <summary>
/// A file that holds some space of the disk. When the disk is full it is given up, so that mail can still be read, flagged,
/// moved and expunged; nothing that takes space is let in until it could be taken again.
/// </summary>
internal sealed class DiskReserve
{
    private const long RetryInterval = 250; // milliseconds

    private readonly Lock _lock = new();
    private readonly string _path;
    private readonly long _size;
    private bool _isHeld;
    private long _nextTry;

    public DiskReserve(string dataFolder, long size)
    {
        _path = Path.Combine(dataFolder, "reserve");
        _size = size;
        _nextTry = Environment.TickCount64;
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
            if (_isHeld || Environment.TickCount64 < _nextTry)
            {
                return _isHeld;
            }
            _nextTry = Environment.TickCount64 + RetryInterval;
            return _isHeld = TryTake();
        }
    }

    /// <summary>Gives the space up: the disk is full.</summary>
    public void Release()
    {
        lock (_lock)
        {
            _isHeld = false;
            _nextTry = Environment.TickCount64 + RetryInterval;
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
