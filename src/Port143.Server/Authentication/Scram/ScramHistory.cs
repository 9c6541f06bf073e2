using System.Net;

namespace Port143.Server.Authentication;

/// <summary>
/// Remembers addresses from which SCRAM would fail: it did, or a main password was right there. Bounded; entries fade after a
/// day. Thread-safe.
/// </summary>
internal sealed class ScramHistory(TimeProvider time, int capacity = 10_000)
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(1);

    private readonly Dictionary<IPAddress, long> _since = [];
    private readonly Queue<(IPAddress Address, long Since)> _order = new();
    private readonly Lock _gate = new();

    /// <summary>Whether SCRAM should not be offered there.</summary>
    public bool IsUseless(IPAddress? address)
    {
        lock (_gate)
        {
            return address is not null && _since.TryGetValue(address, out long since) && time.GetElapsedTime(since) < Lifetime;
        }
    }

    /// <summary>SCRAM failed there, or a main password was used.</summary>
    public void NoteUseless(IPAddress? address)
    {
        if (address is null)
        {
            return;
        }
        lock (_gate)
        {
            long now = time.GetTimestamp();
            _since[address] = now;
            _order.Enqueue((address, now));
            while (_since.Count > capacity || _order.Count > 2 * capacity)
            {
                (IPAddress oldest, long since) = _order.Dequeue();
                if (_since.TryGetValue(oldest, out long latest) && latest == since)
                {
                    _since.Remove(oldest);
                }
            }
        }
    }
}
