namespace Port143.Storage.Tests.Formats;

/// <summary>A storage whose process is killed at one of its commits of mail: just before it, or just after.</summary>
internal sealed class KilledStorage(IMailStorage inner, int killAt, bool afterCommit) : IMailStorage
{
    private int _commits;

    public event Action<CommitNotice>? Committed
    {
        add => inner.Committed += value;
        remove => inner.Committed -= value;
    }

    public async ValueTask<TResult> CommitAsync<TResult>(AccountId account, Change<TResult> change, CancellationToken cancel)
        where TResult : ChangeResult
    {
        bool killed = change is AppendChange && ++_commits == killAt;
        if (killed && !afterCommit)
        {
            throw new IOException("killed");
        }
        TResult result = await inner.CommitAsync(account, change, cancel);
        return killed ? throw new IOException("killed") : result;
    }

    public ValueTask CreateAccountAsync(AccountId account, IReadOnlyList<NewMailbox> mailboxes, CancellationToken cancel) =>
        inner.CreateAccountAsync(account, mailboxes, cancel);

    public ValueTask DeleteAccountAsync(AccountId account, CancellationToken cancel) => inner.DeleteAccountAsync(account, cancel);

    public ValueTask<MailboxList> ListMailboxesAsync(AccountId account, CancellationToken cancel) => inner.ListMailboxesAsync(account, cancel);

    public ValueTask<MailboxState?> OpenMailboxAsync(AccountId account, MailboxId mailbox, CancellationToken cancel) =>
        inner.OpenMailboxAsync(account, mailbox, cancel);

    public ValueTask<LogPage?> ReadLogAsync(AccountId account, MailboxId mailbox, long after, CancellationToken cancel) =>
        inner.ReadLogAsync(account, mailbox, after, cancel);

    public ValueTask<LogPage?> ReadLogAsync(
        AccountId account, MailboxId mailbox, AccountId reader, long after, CancellationToken cancel) =>
        inner.ReadLogAsync(account, mailbox, reader, after, cancel);

    public ValueTask<IReadOnlyList<ExpungedUid>?> ReadExpungedAsync(
        AccountId account, MailboxId mailbox, long after, CancellationToken cancel) =>
        inner.ReadExpungedAsync(account, mailbox, after, cancel);

    public ValueTask<byte[]?> ReadUrlKeyAsync(AccountId account, MailboxId mailbox, CancellationToken cancel) =>
        inner.ReadUrlKeyAsync(account, mailbox, cancel);

    public ValueTask<IReadOnlyList<Annotation>> ReadAnnotationsAsync(AccountId account, AnnotationQuery query, CancellationToken cancel) =>
        inner.ReadAnnotationsAsync(account, query, cancel);

    public ValueTask<AnnotationLogPage> ReadAnnotationLogAsync(AccountId account, long after, CancellationToken cancel) =>
        inner.ReadAnnotationLogAsync(account, after, cancel);

    public ValueTask<Quota?> ReadQuotaAsync(AccountId account, CancellationToken cancel) => inner.ReadQuotaAsync(account, cancel);

    public ValueTask RefreshAsync(AccountId account, CancellationToken cancel) => inner.RefreshAsync(account, cancel);

    public ValueTask<int> ReadContentsAsync(
        AccountId account, ReadOnlyMemory<long> contents, ContentColumns columns, IContentVisitor visitor, CancellationToken cancel) =>
        inner.ReadContentsAsync(account, contents, columns, visitor, cancel);

    public ValueTask<TextHits> FindTextAsync(AccountId account, TextQuery query, CancellationToken cancel) =>
        inner.FindTextAsync(account, query, cancel);

    public ValueTask<Stream?> OpenMessageAsync(AccountId account, long content, CancellationToken cancel) =>
        inner.OpenMessageAsync(account, content, cancel);

    public MessageStaging StageMessage(AccountId account) => inner.StageMessage(account);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
