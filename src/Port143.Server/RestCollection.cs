namespace Port143.Server;

/// <summary>
/// Says when garbage is worth a collection that the runtime has no cause for: sign-ins and commands left some behind, and the server
/// has come to rest since. It would stay resident for as long as nobody does anything.
/// </summary>
internal sealed class RestCollection
{
    /// <summary>Milliseconds of rest. Long enough for a client that reads and thinks, short enough to be seen by who looks at memory.</summary>
    public const long Rest = 5000;

    /// <summary>Octets allocated from one question to the next that are still rest: timers, NOOPs of some clients.</summary>
    public const long Murmur = 256 * 1024;

    /// <summary>Allocated octets since the last such collection that make one worth it.</summary>
    public const long WorthIt = 4 * 1024 * 1024;

    private long _last; // allocated octets
    private long _collectedAt; // the same
    private long _restSince; // a tick count

    /// <summary>Whether to collect now; says so once. To be asked every second or so.</summary>
    /// <param name="allocated">Octets that were ever allocated.</param>
    /// <param name="now">A tick count in milliseconds.</param>
    public bool IsDue(long allocated, long now)
    {
        long grown = allocated - _last;
        _last = allocated;
        if (grown > Murmur)
        {
            _restSince = now;
        }
        if (now - _restSince < Rest || allocated - _collectedAt < WorthIt)
        {
            return false;
        }
        _collectedAt = allocated;
        return true;
    }
}
