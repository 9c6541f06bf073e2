using System.Collections.Concurrent;
using Port143.Storage;

namespace Port143.Server.Tests.Lmtp;

/// <summary>A storage in which some accounts cannot be written to, or only slowly, or read slowly.</summary>
internal sealed class FailingStorage(IMailStorage inner) : IMailStorage
{
    private static readonly ConcurrentDictionary<AccountId, string> Faults = new();

    public event Action<CommitNotice>? Committed
    {
        add => inner.Committed += value;
        remove => inner.Committed -= value;
    }

    public static void Fail(string how, AccountId account) => Faults[account] = how;

    public async ValueTask<TResult> CommitAsync<TResult>(AccountId account, Change<TResult> change, CancellationToken cancel)
        where TResult : ChangeResult
    {
        if (Faults.GetValueOrDefault(account) == "slow")
        {
            change.Count?.Begin(10);
            change.Count?.Advance(4);
            await Task.Delay(TimeSpan.FromMilliseconds(400), cancel);
        }
        if (change is AppendChange)
        {
            switch (Faults.GetValueOrDefault(account))
            {
                case "full":
                    return (TResult)(ChangeResult)new AppendResult(ChangeFailure.DiskFull, 0, Mail.UidSet.Empty, 0);
                case "broken":
                    throw new IOException("broken");
            }
        }
        return await inner.CommitAsync(account, change, cancel);
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

    public async ValueTask<int> ReadContentsAsync(
        AccountId account, ReadOnlyMemory<long> contents, ContentColumns columns, IContentVisitor visitor, CancellationToken cancel)
    {
        if (Faults.GetValueOrDefault(account) == "slow to read")
        {
            await Task.Delay(TimeSpan.FromMilliseconds(400), cancel);
        }
        return await inner.ReadContentsAsync(account, contents, columns, visitor, cancel);
    }

    public ValueTask<TextHits> FindTextAsync(AccountId account, TextQuery query, CancellationToken cancel) =>
        inner.FindTextAsync(account, query, cancel);

    public ValueTask<Stream?> OpenMessageAsync(AccountId account, long content, CancellationToken cancel) =>
        inner.OpenMessageAsync(account, content, cancel);

    public MessageStaging StageMessage(AccountId account) => inner.StageMessage(account);

    public ValueTask DisposeAsync() => inner.DisposeAsync();
}
