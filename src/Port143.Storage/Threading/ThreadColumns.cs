using Port143.Storage.Index;
using Port143.Storage.Search;

namespace Port143.Storage.Threading;

/// <summary>The thread keys of the mailboxes that were threaded lately, caught up from the columns of the mailbox and the digests.</summary>
public sealed class ThreadColumns(IMailStorage storage, long weightLimit = 128L * 1024 * 1024)
{
    private readonly KeyColumnCache<(AccountId Account, MailboxId Mailbox, Collation Collation), ThreadColumn> _cache = new(weightLimit);

    /// <summary>The keys of every message that the mailbox has now, and perhaps of some that it had.</summary>
    public ValueTask<ThreadColumn> GetAsync(MailboxIndex index, Collation collation, WorkCount? count, CancellationToken cancel) =>
        _cache.GetAsync(
            (index.Account, index.Id, collation), index, () => new ThreadColumn([], [], [], new ThreadNumbers(collation), 0),
            known => new ThreadColumnLoader(storage, index, known.Numbers).CatchUpAsync(known, count, cancel), cancel);
}
