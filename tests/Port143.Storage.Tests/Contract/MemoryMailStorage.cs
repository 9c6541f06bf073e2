using Port143.Mail;
using Port143.Storage.Digest;

namespace Port143.Storage.Tests.Contract;

/// <summary>
/// The model of a mail storage: everything in memory, one lock, no cleverness. It passes the contract like any engine, and
/// real engines are compared with it.
/// </summary>
internal sealed class MemoryMailStorage : IMailStorage
{
    private readonly MemoryDisk _disk;
    private readonly string _folder;
    private readonly TimeProvider _time;
    private readonly List<CommitNotice> _fromOthers = [];

    public MemoryMailStorage(MemoryDisk disk, string folder, TimeProvider time)
    {
        _disk = disk;
        _folder = folder;
        _time = time;
        _disk.Users.Add(this);
    }

    public event Action<CommitNotice>? Committed;

    public ValueTask CreateAccountAsync(AccountId account, IReadOnlyList<NewMailbox> mailboxes, CancellationToken cancel)
    {
        lock (_disk.Lock)
        {
            if (!_disk.Accounts.TryGetValue(account, out MemoryAccount? made))
            {
                _disk.Accounts.Add(account, made = new MemoryAccount());
            }
            foreach (NewMailbox mailbox in mailboxes)
            {
                made.Apply(new CreateMailboxChange(mailbox.Name, mailbox.SpecialUse, Subscribe: true), Now);
            }
        }
        return ValueTask.CompletedTask;
    }

    public ValueTask DeleteAccountAsync(AccountId account, CancellationToken cancel)
    {
        List<CommitNotice> notices = [];
        lock (_disk.Lock)
        {
            if (_disk.Accounts.Remove(account, out MemoryAccount? gone))
            {
                notices.AddRange(gone.Mailboxes.Keys.Select(m => new CommitNotice(account, m, null, true)));
                notices.Add(new CommitNotice(account, null, null, true));
            }
        }
        notices.ForEach(n => Committed?.Invoke(n));
        return ValueTask.CompletedTask;
    }

    public ValueTask<MailboxList> ListMailboxesAsync(AccountId account, CancellationToken cancel) =>
        new(Read(account, a => a.List) ?? new MailboxList([], []));

    public ValueTask<MailboxState?> OpenMailboxAsync(AccountId account, MailboxId mailbox, CancellationToken cancel) =>
        new(Read(account, a => a.Mailboxes.GetValueOrDefault(mailbox)?.State));

    public ValueTask<TResult> CommitAsync<TResult>(AccountId account, Change<TResult> change, CancellationToken cancel)
        where TResult : ChangeResult
    {
        try
        {
            cancel.ThrowIfCancellationRequested();
            return new(Commit(account, change));
        }
        finally
        {
            foreach (NewMessage message in change switch { AppendChange append => append.Messages, ReplaceChange replace => [replace.Message], _ => [] })
            {
                message.Message.Dispose();
            }
        }
    }

    public ValueTask<byte[]?> ReadUrlKeyAsync(AccountId account, MailboxId mailbox, CancellationToken cancel) =>
        new(Read(account, a => a.UrlKeys.GetValueOrDefault(mailbox)));

    public ValueTask<LogPage?> ReadLogAsync(AccountId account, MailboxId mailbox, long after, CancellationToken cancel) =>
        new(Read(account, a => a.Mailboxes.GetValueOrDefault(mailbox)?.Page(after)));

    public ValueTask<LogPage?> ReadLogAsync(
        AccountId account, MailboxId mailbox, AccountId reader, long after, CancellationToken cancel) =>
        new(Read(account, a => a.Mailboxes.GetValueOrDefault(mailbox)?.PageOf(reader, after)));

    public ValueTask<IReadOnlyList<ExpungedUid>?> ReadExpungedAsync(
        AccountId account, MailboxId mailbox, long after, CancellationToken cancel) =>
        new(Read<IReadOnlyList<ExpungedUid>>(account, a =>
            a.Mailboxes.TryGetValue(mailbox, out MemoryMailbox? box) ? [.. box.Expunged.Where(e => e.ModSeq > after)] : null));

    public ValueTask<IReadOnlyList<Annotation>> ReadAnnotationsAsync(AccountId account, AnnotationQuery query, CancellationToken cancel) =>
        new(Read(account, a => a.Read(query)) ?? []);

    public ValueTask<AnnotationLogPage> ReadAnnotationLogAsync(AccountId account, long after, CancellationToken cancel) =>
        new(Read(account, a => a.ReadAnnotationLog(after)) ?? new AnnotationLogPage(0, [], IsLast: true));

    public ValueTask<Quota?> ReadQuotaAsync(AccountId account, CancellationToken cancel) => new(Read(account, a => a.Quota));

    public ValueTask RefreshAsync(AccountId account, CancellationToken cancel)
    {
        CommitNotice[] notices;
        lock (_disk.Lock)
        {
            notices = [.. _fromOthers.Where(n => n.Account == account)];
            _fromOthers.Clear();
        }
        foreach (CommitNotice notice in notices)
        {
            Committed?.Invoke(notice);
        }
        return ValueTask.CompletedTask;
    }

    public ValueTask<int> ReadContentsAsync(
        AccountId account, ReadOnlyMemory<long> contents, ContentColumns columns, IContentVisitor visitor, CancellationToken cancel)
    {
        for (int i = 0; i < contents.Length; i++)
        {
            byte[]? bytes = Read(account, a => a.Contents.GetValueOrDefault(contents.Span[i]));
            if (!visitor.Visit(i, bytes is null ? default : Show(bytes, columns)))
            {
                return new(i + 1);
            }
        }
        return new(contents.Length);
    }

    public ValueTask<TextHits> FindTextAsync(AccountId account, TextQuery query, CancellationToken cancel) => new(TextHits.Unknown);

    public ValueTask<Stream?> OpenMessageAsync(AccountId account, long content, CancellationToken cancel) =>
        new(Read(account, a => a.Contents.GetValueOrDefault(content)) is { } bytes ? new MemoryStream(bytes, writable: false) : null);

    public MessageStaging StageMessage(AccountId account) => new(Path.Combine(_folder, "bodies"));

    public ValueTask DisposeAsync()
    {
        lock (_disk.Lock)
        {
            _disk.Users.Remove(this);
        }
        return ValueTask.CompletedTask;
    }

    private long Now => _time.GetUtcNow().ToUnixTimeSeconds();

    private static ContentRow Show(byte[] bytes, ContentColumns columns)
    {
        MessageDigest digest = MessageDigest.Build(bytes);
        bool isLarge = bytes.Length > MessageStaging.MemoryLimit;
        bool Wants(ContentColumns column) => (columns & column) != 0;
        return new ContentRow
        {
            Found = true,
            Envelope = Wants(ContentColumns.Envelope) ? digest.Envelope : default,
            Body = Wants(ContentColumns.Body) ? digest.Body : default,
            BodyStructure = Wants(ContentColumns.BodyStructure) ? digest.BodyStructure : default,
            Parts = Wants(ContentColumns.Parts) ? digest.Parts.Serialize() : default,
            Preview = Wants(ContentColumns.Preview) ? System.Text.Encoding.UTF8.GetBytes(digest.Preview) : default,
            SentDate = Wants(ContentColumns.SentDate) ? digest.SentDate : null,
            Header = Wants(ContentColumns.Header) ? bytes.AsSpan(0, digest.HeaderLength) : default,
            Text = Wants(ContentColumns.Text) && !isLarge ? bytes.AsSpan(digest.HeaderLength) : default,
            Thread = Wants(ContentColumns.Thread) ? digest.Thread : default,
            TextSource = Wants(ContentColumns.TextRanges) && !isLarge ? new MemoryText(bytes.AsMemory(digest.HeaderLength)) : null,
            IsLarge = Wants(ContentColumns.Text | ContentColumns.TextRanges) && isLarge,
        };
    }

    private T? Read<T>(AccountId account, Func<MemoryAccount, T?> read)
        where T : class
    {
        lock (_disk.Lock)
        {
            return _disk.Accounts.TryGetValue(account, out MemoryAccount? found) ? read(found) : null;
        }
    }

    private TResult Commit<TResult>(AccountId account, Change<TResult> change)
        where TResult : ChangeResult
    {
        List<CommitNotice> notices = [];
        TResult result;
        lock (_disk.Lock)
        {
            if (!_disk.Accounts.TryGetValue(account, out MemoryAccount? mail))
            {
                return (TResult)(ChangeResult)NoAccount(change);
            }
            Dictionary<MailboxId, long> before = mail.Mailboxes.ToDictionary(m => m.Key, m => m.Value.Head);
            MailboxList list = mail.List;
            long annotations = mail.AnnotationHead;
            result = (TResult)mail.Apply(change, Now);
            notices.AddRange(mail.Mailboxes.Values
                .Where(m => m.Head > before.GetValueOrDefault(m.Id, 1))
                .Select(m => new CommitNotice(account, m.Id, m.Page(before.GetValueOrDefault(m.Id, 1)), false)));
            notices.AddRange(before.Keys.Except(mail.Mailboxes.Keys).Select(m => new CommitNotice(account, m, null, true)));
            if (!list.Mailboxes.SequenceEqual(mail.List.Mailboxes) || !list.Subscriptions.SetEquals(mail.Subscriptions))
            {
                notices.Add(new CommitNotice(account, null, null, true));
            }
            if (mail.AnnotationHead != annotations)
            {
                notices.Add(new CommitNotice(account, null, null, false, AnnotationsChanged: true));
            }
            foreach (MemoryMailStorage other in _disk.Users.Where(u => u != this))
            {
                other._fromOthers.AddRange(notices.Select(n => n with { Page = null }));
            }
        }
        notices.ForEach(n => Committed?.Invoke(n));
        return result;
    }

    private static ChangeResult NoAccount<TResult>(Change<TResult> change)
        where TResult : ChangeResult => change switch
        {
            AppendChange => new AppendResult(ChangeFailure.NoAccount, 0, UidSet.Empty, 0),
            StoreChange => new StoreResult(ChangeFailure.NoAccount, 0, UidSet.Empty, UidSet.Empty),
            ExpungeChange => new ExpungeResult(ChangeFailure.NoAccount, 0, UidSet.Empty),
            ReplaceChange => new ReplaceResult(ChangeFailure.NoAccount, 0, 0, 0),
            UrlKeyChange => new UrlKeyResult(ChangeFailure.NoAccount, default),
            CopyChange => new CopyResult(ChangeFailure.NoAccount, 0, UidSet.Empty, UidSet.Empty, 0),
            AnnotateChange => new AnnotateResult(ChangeFailure.NoAccount, 0),
            _ => new MailboxResult(ChangeFailure.NoAccount),
        };
}
