using Port143.Mail;

namespace Port143.Storage;

/// <summary>
/// The seam between the server and an engine that keeps mail.
/// <para>
/// A mailbox is a log ordered by MODSEQ. Changes go in through <see cref="CommitAsync"/>; one change gets one MODSEQ for
/// everything it touched, and number order is commit order. Readers ask for the log after a MODSEQ or for rows and
/// contents in pages. Contents are immutable and shared: COPY and MOVE write rows, never bytes.
/// </para>
/// <para>
/// Rules for engines: a change whose result says it succeeded is durable (flag changes: see <see cref="StoreChange"/>);
/// durable first, commit second, <see cref="Committed"/> third; no method holds a transaction or a connection while it
/// waits for its caller; nothing above this seam may assume a local file, a synchronous call or a single process.
/// One contract test suite runs against every engine.
/// </para>
/// </summary>
public interface IMailStorage : IAsyncDisposable
{
    // Accounts

    /// <summary>Makes the storage of a new account with these mailboxes in it.</summary>
    ValueTask CreateAccountAsync(AccountId account, IReadOnlyList<NewMailbox> mailboxes, CancellationToken cancel);

    /// <summary>Removes an account's storage with all mail in it; nothing happens when there is none.</summary>
    ValueTask DeleteAccountAsync(AccountId account, CancellationToken cancel);

    // Mailboxes

    /// <summary>All mailboxes and subscriptions of an account, as an immutable snapshot.</summary>
    ValueTask<MailboxList> ListMailboxesAsync(AccountId account, CancellationToken cancel);

    /// <summary>UIDVALIDITY, UIDNEXT, head and keywords of a mailbox as committed; null when there is no such mailbox.</summary>
    ValueTask<MailboxState?> OpenMailboxAsync(AccountId account, MailboxId mailbox, CancellationToken cancel);

    /// <summary>The key of a mailbox for URLs with authorization, which a <see cref="UrlKeyChange"/> sets; null when there is none.</summary>
    ValueTask<byte[]?> ReadUrlKeyAsync(AccountId account, MailboxId mailbox, CancellationToken cancel);

    // The log

    /// <summary>
    /// Makes one change, atomically. Changes that queue for the same account while a commit is in progress share the next
    /// one. What the outside can cause is in the result; an exception means broken storage, and that nothing was changed.
    /// </summary>
    ValueTask<TResult> CommitAsync<TResult>(AccountId account, Change<TResult> change, CancellationToken cancel)
        where TResult : ChangeResult;

    /// <summary>
    /// Makes several changes in their order, each of them as <see cref="CommitAsync"/> does; the results come one by one. An engine
    /// may let them share a commit.
    /// </summary>
    IReadOnlyList<Task<TResult>> CommitAll<TResult>(AccountId account, IReadOnlyList<Change<TResult>> changes, CancellationToken cancel)
        where TResult : ChangeResult
    {
        var results = new Task<TResult>[changes.Count];
        for (int i = 0; i < results.Length; i++)
        {
            results[i] = CommitAfterAsync(i == 0 ? Task.CompletedTask : results[i - 1], changes[i]);
        }
        return results;

        async Task<TResult> CommitAfterAsync(Task before, Change<TResult> change)
        {
            await before.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return await CommitAsync(account, change, cancel).ConfigureAwait(false);
        }
    }

    /// <summary>
    /// The log of a mailbox after MODSEQ <paramref name="after"/> up to its head: rows that were added or changed, in UID
    /// order, and UIDs that were expunged. <paramref name="after"/> 0 gives every row and no expunged ones. Null when the
    /// mailbox is gone. When <paramref name="after"/> lies below the floor, the page says so and expunges are incomplete.
    /// </summary>
    ValueTask<LogPage?> ReadLogAsync(AccountId account, MailboxId mailbox, long after, CancellationToken cancel);

    /// <summary>
    /// The same for somebody who has <c>\Seen</c> of his own: with his flags, and the MODSEQ of his changes where they are later.
    /// </summary>
    ValueTask<LogPage?> ReadLogAsync(AccountId account, MailboxId mailbox, AccountId reader, long after, CancellationToken cancel);

    /// <summary>
    /// The UIDs expunged after MODSEQ <paramref name="after"/>, in MODSEQ order; null when the mailbox is gone. Complete only
    /// where <paramref name="after"/> is not below the floor.
    /// </summary>
    ValueTask<IReadOnlyList<ExpungedUid>?> ReadExpungedAsync(
        AccountId account, MailboxId mailbox, long after, CancellationToken cancel);

    /// <summary>
    /// Raised after each commit, in log order per mailbox, outside every lock. Handlers must be quick and must not throw.
    /// A lost or doubled notice is harmless: the log is the truth.
    /// </summary>
    event Action<CommitNotice>? Committed;

    /// <summary>
    /// Looks whether another process changed this account and raises <see cref="Committed"/> for each mailbox whose head
    /// moved. Costs next to nothing when none did.
    /// </summary>
    ValueTask RefreshAsync(AccountId account, CancellationToken cancel);

    // Annotations

    /// <summary>
    /// Reads annotations in the order of their names, a page at a time: ask again after the last one until nothing comes. They
    /// are set by an <see cref="AnnotateChange"/>.
    /// </summary>
    ValueTask<IReadOnlyList<Annotation>> ReadAnnotationsAsync(AccountId account, AnnotationQuery query, CancellationToken cancel);

    /// <summary>
    /// Which annotations of the account and its mailboxes were set or removed after number <paramref name="after"/> of the log
    /// of annotations, a page at a time. Of mailboxes that are gone nothing is told. A number beyond the end gives the end.
    /// </summary>
    ValueTask<AnnotationLogPage> ReadAnnotationLogAsync(AccountId account, long after, CancellationToken cancel);

    // Quota

    /// <summary>What an account uses and may use, read from counters; null when there is no such account. Every change that
    /// uses more than it may is refused (<see cref="ChangeFailure.OverQuota"/>).</summary>
    ValueTask<Quota?> ReadQuotaAsync(AccountId account, CancellationToken cancel);

    // Contents

    /// <summary>
    /// Reads contents in the order of <paramref name="contents"/> and hands each to <paramref name="visitor"/> until that
    /// has enough. Spans are valid during the visit only. Returns how many ids were visited; one whose content is missing
    /// is visited with <see cref="ContentRow.Found"/> false.
    /// </summary>
    ValueTask<int> ReadContentsAsync(
        AccountId account, ReadOnlyMemory<long> contents, ContentColumns columns, IContentVisitor visitor, CancellationToken cancel);

    /// <summary>
    /// Asks the search index which contents of an account may hold a text. Never wrong (<see cref="TextHits"/>): where the index
    /// does not reach, or an engine has none, the answer is that everything has to be looked at.
    /// </summary>
    ValueTask<TextHits> FindTextAsync(AccountId account, TextQuery query, CancellationToken cancel);

    /// <summary>
    /// Opens the whole bytes of one message, for contents too large for a page (<see cref="ContentRow.IsLarge"/>). Seekable;
    /// a <see cref="MessageFileStream"/> where they are a file. Null when the content is missing.
    /// </summary>
    ValueTask<Stream?> OpenMessageAsync(AccountId account, long content, CancellationToken cancel);

    /// <summary>Begins to take in the bytes of a new message, which a later <see cref="AppendChange"/> or <see cref="ReplaceChange"/> files.</summary>
    MessageStaging StageMessage(AccountId account);
}
