using Port143.Storage.Index;
using Port143.Storage.Search;

namespace Port143.Storage.Sorting;

/// <summary>The sort keys of the mailboxes that were sorted lately, caught up from the columns of the mailbox and the digests.</summary>
public sealed class SortColumns(IMailStorage storage, long weightLimit = 128L * 1024 * 1024)
{
    private readonly KeyColumnCache<(AccountId Account, MailboxId Mailbox, SortField Field, Collation Collation), SortColumn> _cache = new(weightLimit);

    /// <summary>The keys of every message that the mailbox has now.</summary>
    public ValueTask<SortColumn> GetAsync(MailboxIndex index, SortField field, Collation collation, WorkCount? count, CancellationToken cancel)
    {
        bool isText = field is not (SortField.Arrival or SortField.Date or SortField.Size);
        return _cache.GetAsync(
            (index.Account, index.Id, field, isText ? collation : default), index, () => SortColumn.Empty,
            known => new SortColumnLoader(storage, index, field, collation).CatchUpAsync(known, count, cancel), cancel);
    }
}
