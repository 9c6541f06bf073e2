using Port143.Mail;

namespace Port143.Storage.Tests.Contract;

/// <summary>
/// What every engine behind <see cref="IMailStorage"/> must do. An engine is put to the test by one subclass that opens it.
/// </summary>
public abstract partial class MailStorageContract : IAsyncLifetime
{
    private protected ManualTime Time { get; } = new();

    private protected IMailStorage Storage { get; private set; } = null!;

    private protected AccountId Account { get; } = AccountId.New();

    private protected MailboxId Inbox { get; private set; }

    private protected List<CommitNotice> Notices { get; } = [];

    private protected string Folder { get; } = Directory.CreateTempSubdirectory("port143-storage-").FullName;

    /// <summary>Opens the engine on <see cref="Folder"/>; a second one on the same folder is like another process.</summary>
    private protected abstract IMailStorage Open(bool listens = false);

    public virtual async ValueTask InitializeAsync()
    {
        Storage = Open(listens: true);
        await Storage.CreateAccountAsync(Account, NewMailbox.Defaults, default);
        Inbox = (await FindAsync("INBOX")).Id;
        Storage.Committed += Remember;
    }

    public async ValueTask DisposeAsync()
    {
        await Storage.DisposeAsync();
        Directory.Delete(Folder, recursive: true);
        GC.SuppressFinalize(this);
    }

    private protected async Task ReopenAsync()
    {
        await Storage.DisposeAsync();
        Storage = Open(listens: true);
        Storage.Committed += Remember;
    }

    private protected static MailboxName Name(string text) => MailboxName.Parse(text);

    private protected static UidSet Uids(params uint[] uids) => UidSet.Of([.. uids.Select(u => new UidRange(u, u))]);

    private protected static UidSet Everything => UidSet.Of(1, uint.MaxValue);

    private protected ValueTask<TResult> Commit<TResult>(Change<TResult> change)
        where TResult : ChangeResult => Storage.CommitAsync(Account, change, default);

    private protected async Task<TResult> Do<TResult>(Change<TResult> change)
        where TResult : ChangeResult
    {
        TResult result = await Commit(change);
        Assert.Equal(ChangeFailure.None, result.Failure);
        return result;
    }

    private protected NewMessage New(byte[] bytes, params string[] flags) =>
        new(TestMessages.Stage(Storage, Account, bytes), flags, new InternalDate(1_700_000_000, -90));

    private protected NewMessage New(int number, params string[] flags) => New(TestMessages.Make(number), flags);

    private protected async Task<uint> AppendAsync(MailboxId mailbox, int number, params string[] flags) =>
        (await Do(new AppendChange(mailbox, [New(number, flags)]))).Uids.Min;

    private protected async Task AppendManyAsync(MailboxId mailbox, int count) =>
        await Do(new AppendChange(mailbox, [.. Enumerable.Range(1, count).Select(n => New(n))]));

    private protected async Task<MailboxInfo> MakeAsync(string name, SpecialUse use = SpecialUse.None) =>
        (await Do(new CreateMailboxChange(Name(name), use))).Mailbox!;

    private protected async Task<MailboxInfo> FindAsync(string name) =>
        (await Storage.ListMailboxesAsync(Account, default)).Find(Name(name)) ?? throw new InvalidOperationException($"no {name}");

    private protected async Task<LogPage> LogAsync(MailboxId mailbox, long after = 0) =>
        await Storage.ReadLogAsync(Account, mailbox, after, default) ?? throw new InvalidOperationException("gone");

    private protected async Task<MessageRow> RowAsync(MailboxId mailbox, uint uid) =>
        (await LogAsync(mailbox)).Rows.Single(r => r.Uid == uid);

    /// <summary>The flags and keywords of a message by their names.</summary>
    private protected async Task<string[]> FlagsAsync(MailboxId mailbox, uint uid)
    {
        LogPage log = await LogAsync(mailbox);
        FlagSet flags = log.Rows.Single(r => r.Uid == uid).Flags;
        return [.. Enum.GetValues<SystemFlag>().Where(flags.Has).Select(f => $"\\{f}"),
            .. log.State.Keywords.Where((_, n) => flags.HasKeyword(n)).Order(StringComparer.Ordinal)];
    }

    private protected async Task<List<SeenContent>> ReadAsync(ContentColumns columns, params long[] contents)
    {
        var seen = new ContentCollector();
        Assert.Equal(contents.Length, await Storage.ReadContentsAsync(Account, contents, columns, seen, default));
        return seen.Seen;
    }

    private protected async Task<byte[]?> BytesAsync(long content)
    {
        await using Stream? stream = await Storage.OpenMessageAsync(Account, content, default);
        if (stream is null)
        {
            return null;
        }
        using var copy = new MemoryStream();
        await stream.CopyToAsync(copy);
        return copy.ToArray();
    }

    private void Remember(CommitNotice notice)
    {
        lock (Notices)
        {
            Notices.Add(notice);
        }
    }
}
