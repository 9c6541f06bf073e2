namespace Port143.Storage.Tests.Contract;

public abstract partial class MailStorageContract
{
    private async Task<QuotaUsage> UsageAsync() => (await Storage.ReadQuotaAsync(Account, default))!.Usage;

    [Fact]
    public async Task Usage_counts_messages_mailboxes_and_annotations()
    {
        Assert.Equal(new QuotaUsage(0, 0, 6, 0), await UsageAsync());
        byte[] bytes = TestMessages.Make(1);
        uint uid = (await Do(new AppendChange(Inbox, [New(bytes, "\\Deleted"), New(bytes)]))).Uids.Min;
        MailboxInfo made = await MakeAsync("a/b");
        Assert.Equal(new QuotaUsage(2 * bytes.Length, 2, 8, 0), await UsageAsync());
        await Do(new CopyChange(Inbox, Everything, made.Id, Move: false));
        Assert.Equal(new QuotaUsage(4 * bytes.Length, 4, 8, 0), await UsageAsync());
        await Do(new CopyChange(Inbox, Uids(uid), made.Id, Move: true));
        await Do(new ExpungeChange(made.Id));
        Assert.Equal(new QuotaUsage(2 * bytes.Length, 2, 8, 0), await UsageAsync());
        await AnnotateAsync(Inbox, Entry("/shared/a", "12345"), Entry("/private/a", "123", Account));
        await AnnotateAsync(made.Id, Entry("/shared/a", "12"));
        await AnnotateAsync(Inbox, Entry("/shared/a", "1"), Entry("/private/a", null, Account));
        Assert.Equal(3, (await UsageAsync()).Annotations);
        await ReopenAsync();
        await Do(new DeleteMailboxChange(Name("a/b")));
        Assert.Equal(new QuotaUsage(bytes.Length, 1, 7, 1), await UsageAsync());
        Assert.Null(await Storage.ReadQuotaAsync(AccountId.New(), default));
    }

    [Fact]
    public async Task Usage_follows_a_replacement_and_an_expunge_with_gaps()
    {
        byte[] large = TestMessages.Make(1), small = "Subject: s\r\n\r\nx"u8.ToArray();
        uint first = (await Do(new AppendChange(Inbox, [New(large), New(small), New(large), New(small), New(large)]))).Uids.Min;
        await Do(new ReplaceChange(Inbox, first, Inbox, New(small)));
        Assert.Equal(new QuotaUsage((2 * large.Length) + (3 * small.Length), 5, 6, 0), await UsageAsync());
        await Do(new StoreChange(Inbox, Uids(first + 1, first + 3, first + 4), FlagMode.Add, ["\\Deleted"]));
        ExpungeResult result = await Do(new ExpungeChange(Inbox));
        Assert.Equal(Uids(first + 1, first + 3, first + 4), result.Expunged);
        Assert.Equal(new QuotaUsage(large.Length + small.Length, 2, 6, 0), await UsageAsync());
    }

    [Fact]
    public async Task What_goes_beyond_a_limit_is_refused_as_a_whole()
    {
        byte[] bytes = TestMessages.Make(1);
        await Do(new SetQuotaChange(new QuotaLimits(Storage: 3 * bytes.Length, Messages: 4, Mailboxes: 8, Annotations: 10)));
        await Do(new AppendChange(Inbox, [New(bytes), New(bytes)]));
        Assert.Equal(ChangeFailure.OverQuota, (await Commit(new AppendChange(Inbox, [New(bytes), New(bytes)]))).Failure);
        Assert.Equal(ChangeFailure.OverQuota, (await Commit(new CopyChange(Inbox, Everything, Inbox, Move: false))).Failure);
        await Do(new AppendChange(Inbox, [New(bytes)]));
        await Do(new CopyChange(Inbox, Everything, (await FindAsync("Trash")).Id, Move: true));
        Assert.Equal(ChangeFailure.OverQuota, (await Commit(new CreateMailboxChange(Name("a/b/c")))).Failure);
        await MakeAsync("a/b");
        Assert.Equal(ChangeFailure.OverQuota, (await Commit(new CreateMailboxChange(Name("c")))).Failure);
        Assert.Equal(ChangeFailure.OverQuota, (await Commit(new RenameMailboxChange(Name("INBOX"), Name("c")))).Failure);
        Assert.Equal(ChangeFailure.OverQuota, (await Commit(new RenameMailboxChange(Name("a/b"), Name("c/d")))).Failure);
        await Do(new RenameMailboxChange(Name("a/b"), Name("a/c")));
        await AnnotateAsync(Inbox, Entry("/shared/a", "123456789"));
        Assert.Equal(
            ChangeFailure.OverQuota, (await Commit(new AnnotateChange(Inbox, [Entry("/shared/b", "12")]))).Failure);
        await AnnotateAsync(Inbox, Entry("/shared/b", "12"), Entry("/shared/a", "1234567"));
        Assert.Equal(new QuotaUsage(3 * bytes.Length, 3, 8, 9), await UsageAsync());
    }

    [Fact]
    public async Task Limits_below_the_usage_remove_nothing_and_can_be_taken_away()
    {
        await AppendManyAsync(Inbox, 3);
        QuotaUsage usage = await UsageAsync();
        await Do(new SetQuotaChange(new QuotaLimits(Messages: 1)));
        Assert.Equal(new Quota(usage, new QuotaLimits(Messages: 1), IsOwn: true), await Storage.ReadQuotaAsync(Account, default));
        Assert.Equal(ChangeFailure.OverQuota, (await Commit(new AppendChange(Inbox, [New(9)]))).Failure);
        await MakeAsync("still");
        await Do(new StoreChange(Inbox, Everything, FlagMode.Add, ["\\Deleted"]));
        await Do(new ExpungeChange(Inbox));
        await AppendAsync(Inbox, 9);
        await ReopenAsync();
        Assert.Equal(ChangeFailure.OverQuota, (await Commit(new AppendChange(Inbox, [New(10)]))).Failure);
        await Do(new SetQuotaChange(null));
        await AppendAsync(Inbox, 10);
        Assert.False((await Storage.ReadQuotaAsync(Account, default))!.IsOwn);
    }
}
