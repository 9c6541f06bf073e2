using System.Collections.Concurrent;
using Port143.Storage.Index;
using Port143.Storage.Search;

namespace Port143.Storage.Sorting;

/// <summary>
/// The sort keys of the mailboxes that were sorted lately, shared by all sessions: a cache, caught up from the columns of the
/// mailbox and the digests, bounded and evicted.
/// </summary>
public sealed class SortColumns(IMailStorage storage, long weightLimit = 128L * 1024 * 1024)
{
    private readonly ConcurrentDictionary<(AccountId Account, MailboxId Mailbox, SortField Field, Collation Collation), Entry> _entries = new();

    /// <summary>The keys of every message that the mailbox has now.</summary>
    public async ValueTask<SortColumn> GetAsync(MailboxIndex index, SortField field, Collation collation, WorkCount? count, CancellationToken cancel)
    {
        bool isText = field is not (SortField.Arrival or SortField.Date or SortField.Size);
        Entry entry = _entries.GetOrAdd((index.Account, index.Id, field, isText ? collation : default), static _ => new Entry());
        entry.LastUse = Environment.TickCount64;
        if (entry.Column.Through + 1 >= index.State.UidNext)
        {
            return entry.Column;
        }
        await entry.Gate.WaitAsync(cancel).ConfigureAwait(false);
        try
        {
            // Keys of expunged messages stay until they are most of the column.
            SortColumn known = entry.Column.Count > 2 * index.Count + 1024 ? SortColumn.Empty : entry.Column;
            // On another thread, so that whoever waits can say how far it is.
            var loader = new SortColumnLoader(storage, index, field, collation);
            entry.Column = await Task.Run(() => loader.CatchUpAsync(known, count, cancel).AsTask(), cancel).ConfigureAwait(false);
            Trim();
            return entry.Column;
        }
        finally
        {
            entry.Gate.Release();
        }
    }

    // Whoever works with a column that is dropped here keeps it until it has done.
    private void Trim()
    {
        long weight = _entries.Values.Sum(e => e.Column.Weight);
        if (weight <= weightLimit)
        {
            return;
        }
        foreach (KeyValuePair<(AccountId, MailboxId, SortField, Collation), Entry> entry in _entries.OrderBy(e => e.Value.LastUse))
        {
            if (weight <= weightLimit)
            {
                return;
            }
            weight -= entry.Value.Column.Weight;
            _entries.TryRemove(entry);
        }
    }

    private sealed class Entry
    {
        public SemaphoreSlim Gate { get; } = new(1, 1);

        public SortColumn Column { get; set; } = SortColumn.Empty;

        public long LastUse { get; set; }
    }
}
