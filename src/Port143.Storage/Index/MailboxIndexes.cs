using System.Collections.Concurrent;
using Port143.Storage.Sorting;
using Port143.Storage.Threading;

namespace Port143.Storage.Index;

/// <summary>
/// The open mailboxes of a process: one <see cref="MailboxIndex"/> for each, kept up to date from the storage's notices,
/// and dropped when it has not been used and the whole has grown too heavy.
/// </summary>
public sealed class MailboxIndexes : IDisposable
{
    /// <summary>How often a mailbox is checked against the storage when it is opened, in milliseconds.</summary>
    private const long CheckInterval = 1000;

    /// <summary>
    /// How long a mailbox is kept after it was opened, in milliseconds: far longer than a session takes to begin to watch it.
    /// One that was dropped hears of no more changes.
    /// </summary>
    private const long Grace = 60_000;

    private readonly ConcurrentDictionary<(AccountId Account, MailboxId Mailbox, AccountId? Reader), Lazy<Task<MailboxIndex?>>> _open = new();
    // Who of those with \Seen of their own has had a mailbox open: each has an index of his own.
    private readonly ConcurrentDictionary<(AccountId Account, MailboxId Mailbox), AccountId[]> _readers = new();
    private readonly ConcurrentDictionary<AccountId, long> _checked = new();
    private readonly ConcurrentDictionary<AccountId, IAccountListener[]> _listeners = new();
    private readonly long _weightLimit;

    /// <summary>Makes the set.</summary>
    /// <param name="storage">Where the rows are.</param>
    /// <param name="weightLimit">About how many bytes the columns of unwatched mailboxes may take together.</param>
    public MailboxIndexes(IMailStorage storage, long weightLimit = 256L * 1024 * 1024)
    {
        Storage = storage;
        SortColumns = new SortColumns(storage);
        ThreadColumns = new ThreadColumns(storage);
        _weightLimit = weightLimit;
        storage.Committed += OnCommitted;
    }

    /// <summary>Where the rows are.</summary>
    public IMailStorage Storage { get; }

    /// <summary>The sort keys of the mailboxes that were sorted lately.</summary>
    public SortColumns SortColumns { get; }

    /// <summary>The thread keys of the mailboxes that were threaded lately.</summary>
    public ThreadColumns ThreadColumns { get; }

    /// <summary>
    /// Raised after the open mailboxes have taken in a change to an account's list of mailboxes. Handlers must be quick.
    /// </summary>
    public event Action<AccountId>? ListChanged;

    /// <summary>The columns of a mailbox, read if need be; null when it does not exist.</summary>
    public ValueTask<MailboxIndex?> OpenAsync(AccountId account, MailboxId mailbox, CancellationToken cancel) =>
        OpenAsync(account, mailbox, null, cancel);

    /// <summary>The same with the <c>\Seen</c> of a reader who has it of his own; null: with the owner's.</summary>
    public async ValueTask<MailboxIndex?> OpenAsync(AccountId account, MailboxId mailbox, AccountId? reader, CancellationToken cancel)
    {
        if (reader is { } who)
        {
            _readers.AddOrUpdate((account, mailbox), static (_, one) => [one], static (_, all, one) => all.Contains(one) ? all : [.. all, one], who);
        }
        await RefreshAsync(account, cancel).ConfigureAwait(false);
        while (true)
        {
            // Read on a thread of its own: a commit that finds it begun must not wait for it.
            Lazy<Task<MailboxIndex?>> entry = _open.GetOrAdd((account, mailbox, reader), static (key, self) => new(() => Task.Run(() => self.LoadAsync(key))), this);
            Task<MailboxIndex?> loading = entry.Value;
            MailboxIndex? index;
            try
            {
                index = await loading.WaitAsync(cancel).ConfigureAwait(false);
            }
            catch when (loading.IsFaulted)
            {
                _open.TryRemove(new((account, mailbox, reader), entry));
                throw;
            }
            if (index is null || index.IsGone)
            {
                _open.TryRemove(new((account, mailbox, reader), entry));
                return null;
            }
            index.LastUse = Environment.TickCount64;
            if (index.IsBehind)
            {
                await CatchUpAsync(index).ConfigureAwait(false);
            }
            return index;
        }
    }

    /// <summary>
    /// Looks at the storage for changes of other processes, at most once a second for each account: the notices that
    /// they send can be lost.
    /// </summary>
    public ValueTask RefreshAsync(AccountId account, CancellationToken cancel)
    {
        long now = Environment.TickCount64;
        if (_checked.TryGetValue(account, out long last) && now - last < CheckInterval)
        {
            return ValueTask.CompletedTask;
        }
        _checked[account] = now;
        return Storage.RefreshAsync(account, cancel);
    }

    /// <summary>Adds somebody who is told after each change to an account.</summary>
    public void Watch(AccountId account, IAccountListener listener) =>
        _listeners.AddOrUpdate(account, static (_, one) => [one], static (_, all, one) => [.. all, one], listener);

    /// <summary>Takes a listener away.</summary>
    public void Unwatch(AccountId account, IAccountListener listener)
    {
        while (_listeners.TryGetValue(account, out IAccountListener[]? all))
        {
            IAccountListener[] rest = [.. all.Where(l => !ReferenceEquals(l, listener))];
            if (rest.Length == 0 ? _listeners.TryRemove(new(account, all)) : _listeners.TryUpdate(account, rest, all))
            {
                return;
            }
        }
    }

    /// <summary>Drops the least recently used mailboxes that nobody watches, until the rest is light enough.</summary>
    public void Trim()
    {
        var loaded = new List<(KeyValuePair<(AccountId, MailboxId, AccountId?), Lazy<Task<MailboxIndex?>>> Entry, MailboxIndex Index)>();
        long weight = 0;
        foreach (KeyValuePair<(AccountId, MailboxId, AccountId?), Lazy<Task<MailboxIndex?>>> entry in _open)
        {
            if (entry.Value.IsValueCreated && entry.Value.Value is { IsCompletedSuccessfully: true } task && Peek(task) is { } index)
            {
                weight += index.Weight;
                loaded.Add((entry, index));
            }
        }
        foreach ((KeyValuePair<(AccountId, MailboxId, AccountId?), Lazy<Task<MailboxIndex?>>> entry, MailboxIndex index) in loaded.OrderBy(l => l.Index.LastUse))
        {
            if (weight <= _weightLimit)
            {
                return;
            }
            if (!index.IsWatched && Environment.TickCount64 - index.LastUse > Grace)
            {
                _open.TryRemove(entry);
                weight -= index.Weight;
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => Storage.Committed -= OnCommitted;

    private async Task<MailboxIndex?> LoadAsync((AccountId Account, MailboxId Mailbox, AccountId? Reader) key)
    {
        Trim();
        LogPage? all = await ReadLogAsync(key.Account, key.Mailbox, key.Reader, 0).ConfigureAwait(false);
        if (all is null)
        {
            return null;
        }
        var index = new MailboxIndex(key.Account, key.Mailbox, all);
        // Notices that came while the rows were read found no index: read the log once more from there.
        await CatchUpAsync(index).ConfigureAwait(false);
        return index;
    }

    private async Task CatchUpAsync(MailboxIndex index)
    {
        index.IsBehind = true;
        LogPage? page = await ReadLogAsync(index.Account, index.Id, index.Reader, index.State.Head).ConfigureAwait(false);
        index.IsBehind = false;
        if (page is null)
        {
            index.MarkGone();
        }
        else
        {
            index.TryApply(page);
        }
    }

    private ValueTask<LogPage?> ReadLogAsync(AccountId account, MailboxId mailbox, AccountId? reader, long after) => reader is { } who
        ? Storage.ReadLogAsync(account, mailbox, who, after, CancellationToken.None)
        : Storage.ReadLogAsync(account, mailbox, after, CancellationToken.None);

    private async Task CatchUpLaterAsync(MailboxIndex index)
    {
        try
        {
            await CatchUpAsync(index).ConfigureAwait(false);
            Tell(index.Account, index.Id, listChanged: false);
        }
        catch (IOException)
        {
            // It stays behind until the next notice or the next session, which is told what is wrong.
        }
    }

    private void OnCommitted(CommitNotice notice)
    {
        if (notice.Mailbox is { } mailbox)
        {
            ApplyTo((notice.Account, mailbox, null), notice);
            if (_readers.TryGetValue((notice.Account, mailbox), out AccountId[]? readers))
            {
                foreach (AccountId reader in readers)
                {
                    ApplyTo((notice.Account, mailbox, reader), notice);
                }
            }
        }
        Tell(notice.Account, notice.Mailbox, notice.ListChanged);
        if (notice.ListChanged)
        {
            ListChanged?.Invoke(notice.Account);
        }
    }

    private void ApplyTo((AccountId, MailboxId, AccountId?) key, CommitNotice notice)
    {
        if (!_open.TryGetValue(key, out Lazy<Task<MailboxIndex?>>? entry))
        {
            return;
        }
        Task<MailboxIndex?> loading = entry.Value;
        if (loading.IsCompletedSuccessfully)
        {
            Apply(Peek(loading), notice);
        }
        else
        {
            _ = ApplyLaterAsync(loading, notice);
        }
    }

    private async Task ApplyLaterAsync(Task<MailboxIndex?> loading, CommitNotice notice)
    {
        await ((Task)loading).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (loading.IsCompletedSuccessfully)
        {
            Apply(Peek(loading), notice);
            Tell(notice.Account, notice.Mailbox, notice.ListChanged);
        }
    }

    private void Tell(AccountId account, MailboxId? mailbox, bool listChanged)
    {
        if (_listeners.TryGetValue(account, out IAccountListener[]? listeners))
        {
            foreach (IAccountListener listener in listeners)
            {
                listener.OnCommitted(account, mailbox, listChanged);
            }
        }
    }

    private void Apply(MailboxIndex? index, CommitNotice notice)
    {
        if (index is null)
        {
            return;
        }
        if (notice.ListChanged && notice.Page is null)
        {
            index.MarkGone();
        }
        else if (notice.Page is null || !index.TryApply(notice.Page))
        {
            _ = CatchUpLaterAsync(index);
        }
    }

    private static MailboxIndex? Peek(Task<MailboxIndex?> loaded) => loaded.GetAwaiter().GetResult();
}
