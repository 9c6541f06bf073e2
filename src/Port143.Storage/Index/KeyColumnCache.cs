using System.Collections.Concurrent;

namespace Port143.Storage.Index;

/// <summary>
/// Columns of the mailboxes that were asked for lately, shared by all sessions: caught up when they are asked for, bounded, and
/// dropped least recently used first. They can always be made again.
/// </summary>
/// <typeparam name="TKey">Which column of which mailbox.</typeparam>
/// <typeparam name="TColumn">The column.</typeparam>
/// <param name="weightLimit">About how many bytes all of them may take.</param>
internal sealed class KeyColumnCache<TKey, TColumn>(long weightLimit)
    where TKey : notnull
    where TColumn : class, IKeyColumn
{
    private readonly ConcurrentDictionary<TKey, Entry> _entries = new();

    /// <summary>A column with every message that the mailbox has now, and perhaps with some that it had.</summary>
    /// <param name="key">Which one.</param>
    /// <param name="index">The mailbox.</param>
    /// <param name="begin">Makes one without messages.</param>
    /// <param name="catchUp">Makes one that has what the mailbox has now.</param>
    /// <param name="cancel">To give up.</param>
    public async ValueTask<TColumn> GetAsync(
        TKey key, MailboxIndex index, Func<TColumn> begin, Func<TColumn, Task<TColumn>> catchUp, CancellationToken cancel)
    {
        Entry entry = _entries.GetOrAdd(key, static _ => new Entry());
        entry.LastUse = Environment.TickCount64;
        if (entry.Column is { } ready && ready.Through + 1 >= index.State.UidNext)
        {
            return ready;
        }
        await entry.Gate.WaitAsync(cancel).ConfigureAwait(false);
        try
        {
            // Expunged messages stay until they are most of the column.
            TColumn known = entry.Column is { } column && column.Count <= 2 * index.Count + 1024 ? column : begin();
            // On another thread, so that whoever waits can say how far it is.
            column = await Task.Run(() => catchUp(known), cancel).ConfigureAwait(false);
            entry.Column = column;
            Trim();
            return column;
        }
        finally
        {
            entry.Gate.Release();
        }
    }

    // Whoever works with a column that is dropped here keeps it until it has done.
    private void Trim()
    {
        long weight = _entries.Values.Sum(e => e.Weight);
        if (weight <= weightLimit)
        {
            return;
        }
        foreach (KeyValuePair<TKey, Entry> entry in _entries.OrderBy(e => e.Value.LastUse))
        {
            if (weight <= weightLimit)
            {
                return;
            }
            weight -= entry.Value.Weight;
            _entries.TryRemove(entry);
        }
    }

    private sealed class Entry
    {
        public SemaphoreSlim Gate { get; } = new(1, 1);

        public TColumn? Column { get; set; }

        public long LastUse { get; set; }

        public long Weight => Column?.Weight ?? 0;
    }
}
