using System.Collections.Concurrent;

namespace Port143.Server.Commands.Fetch;

/// <summary>
/// The header fields that clients asked for lately, shared by all sessions: webmail and clients without a cache of their own ask for the
/// same fields again and again. Bounded, and dropped least recently used first (decision 0037).
/// </summary>
/// <param name="weightLimit">About how many bytes all of it may take; one column takes at most half of that.</param>
internal sealed class HeaderFieldCache(long weightLimit = 64L * 1024 * 1024)
{
    private readonly ConcurrentDictionary<HeaderFieldKey, HeaderFieldColumn> _columns = new();
    private readonly Lock _trim = new();
    private long _weight;

    /// <summary>About how many bytes it takes.</summary>
    public long Weight => Volatile.Read(ref _weight);

    /// <summary>The column for these fields; a new one when most of what it has is expunged.</summary>
    /// <param name="key">Which fields of which mailbox.</param>
    /// <param name="messages">How many messages the mailbox has.</param>
    public HeaderFieldColumn Get(HeaderFieldKey key, int messages)
    {
        HeaderFieldColumn column = _columns.GetOrAdd(key, Begin);
        if (column.Count > 2L * messages + 1024)
        {
            if (_columns.TryRemove(new(key, column)))
            {
                Interlocked.Add(ref _weight, -column.Weight);
            }
            column = _columns.GetOrAdd(key, Begin);
        }
        column.LastUse = Environment.TickCount64;
        return column;
    }

    /// <summary>Says that a column grew: others may have to go.</summary>
    public void Grew(long by)
    {
        if (Interlocked.Add(ref _weight, by) > weightLimit)
        {
            Trim();
        }
    }

    private HeaderFieldColumn Begin(HeaderFieldKey key)
    {
        Grew(HeaderFieldColumn.OwnWeight);
        return new HeaderFieldColumn(weightLimit / 2);
    }

    // To three quarters, so that it comes seldom. Whoever works with a column that is dropped here keeps it until it has done.
    private void Trim()
    {
        lock (_trim)
        {
            KeyValuePair<HeaderFieldKey, HeaderFieldColumn>[] columns = [.. _columns];
            long weight = columns.Sum(c => c.Value.Weight);
            foreach (KeyValuePair<HeaderFieldKey, HeaderFieldColumn> column in columns.OrderBy(c => c.Value.LastUse))
            {
                if (weight <= weightLimit / 4 * 3)
                {
                    break;
                }
                weight -= column.Value.Weight;
                _columns.TryRemove(column);
            }
            Volatile.Write(ref _weight, weight);
        }
    }
}
