using System.Collections.Concurrent;
using Port143.Storage.Index;
using Port143.Storage.Search;

namespace Port143.Storage.Threading;

/// <summary>
/// The thread keys of the mailboxes that were threaded lately, shared by all sessions: a cache, caught up from the columns of the
/// mailbox and the digests, bounded and evicted.
/// </summary>
public sealed class ThreadColumns(IMailStorage storage, long weightLimit = 128L * 1024 * 1024)
{
    private readonly ConcurrentDictionary<(AccountId Account, MailboxId Mailbox, Collation Collation), Entry> _entries = new();

    /// <summary>The keys of every message that the mailbox has now, and perhaps of some that it had.</summary>
    public async ValueTask<ThreadColumn> GetAsync(MailboxIndex index, Collation collation, WorkCount? count, CancellationToken cancel)
    {
        Entry entry = _entries.GetOrAdd((index.Account, index.Id, collation), static _ => new Entry());
        entry.LastUse = Environment.TickCount64;
        if (entry.Column is { } ready && ready.Through + 1 >= index.State.UidNext)
        {
            return ready;
        }
        await entry.Gate.WaitAsync(cancel).ConfigureAwait(false);
        try
        {
            // Keys of expunged messages stay until they are most of the column.
            if (entry.Column is not { } known || known.Uids.Length > 2 * index.Count + 1024)
            {
                known = new ThreadColumn([], [], [], new ThreadNumbers(collation), 0);
            }
            // On another thread, so that whoever waits can say how far it is.
            var loader = new ThreadColumnLoader(storage, index, known.Numbers);
            ThreadColumn column = await Task.Run(() => loader.CatchUpAsync(known, count, cancel), cancel).ConfigureAwait(false);
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
        foreach (KeyValuePair<(AccountId, MailboxId, Collation), Entry> entry in _entries.OrderBy(e => e.Value.LastUse))
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

        public ThreadColumn? Column { get; set; }

        public long LastUse { get; set; }

        public long Weight => Column?.Weight ?? 0;
    }
}
