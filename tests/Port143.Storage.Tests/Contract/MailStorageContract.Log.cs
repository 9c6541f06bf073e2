using Port143.Mail;

namespace Port143.Storage.Tests.Contract;

public abstract partial class MailStorageContract
{
    [Fact]
    public async Task The_log_after_any_point_holds_what_changed_since()
    {
        await AppendManyAsync(Inbox, 3);
        long one = (await LogAsync(Inbox)).State.Head;
        await Do(new StoreChange(Inbox, Uids(2), FlagMode.Add, ["\\Seen", "\\Deleted"]));
        await AppendAsync(Inbox, 4);
        long two = (await LogAsync(Inbox)).State.Head;
        await Do(new ExpungeChange(Inbox));
        await Do(new StoreChange(Inbox, Uids(3), FlagMode.Add, ["\\Seen"]));

        LogPage fromOne = await LogAsync(Inbox, one);
        Assert.Equal(one, fromOne.After);
        Assert.True(fromOne.IsComplete);
        Assert.Equal([3u, 4u], fromOne.Rows.Select(r => r.Uid));
        Assert.Equal([2u], fromOne.Expunged.Select(e => e.Uid));
        LogPage fromTwo = await LogAsync(Inbox, two);
        Assert.Equal([3u], fromTwo.Rows.Select(r => r.Uid));
        Assert.Equal([2u], fromTwo.Expunged.Select(e => e.Uid));
        LogPage all = await LogAsync(Inbox);
        Assert.Equal([1u, 3u, 4u], all.Rows.Select(r => r.Uid));
        Assert.Empty(all.Expunged);
        Assert.True(all.IsComplete);
        LogPage none = await LogAsync(Inbox, all.State.Head);
        Assert.Empty(none.Rows);
        Assert.Empty(none.Expunged);
        Assert.Empty((await LogAsync(Inbox, all.State.Head + 100)).Rows);
    }

    [Fact]
    public async Task Notices_equal_the_log()
    {
        MailboxId archive = (await FindAsync("Archive")).Id;
        await AppendManyAsync(Inbox, 5);
        await Do(new StoreChange(Inbox, Uids(1, 3), FlagMode.Add, ["\\Deleted", "k"]));
        await Do(new StoreChange(Inbox, Uids(1, 3), FlagMode.Add, ["\\Deleted"]));
        await Do(new ExpungeChange(Inbox));
        await Do(new CopyChange(Inbox, Uids(2, 4), archive, Move: true));
        await Do(new CopyChange(Inbox, Uids(5), Inbox, Move: true));
        foreach (MailboxId mailbox in new[] { Inbox, archive })
        {
            LogPage[] pages = [.. Notices.Where(n => n.Mailbox == mailbox).Select(n => n.Page!)];
            var rows = new SortedDictionary<uint, MessageRow>();
            var expunged = new List<ExpungedUid>();
            long at = 1;
            foreach (LogPage page in pages)
            {
                Assert.Equal(at, page.After);
                Assert.True(page.State.Head > page.After);
                Assert.Equal(page.Rows.OrderBy(r => r.Uid), page.Rows);
                at = page.State.Head;
                page.Rows.ToList().ForEach(r => rows[r.Uid] = r);
                page.Expunged.ToList().ForEach(e => rows.Remove(e.Uid));
                expunged.AddRange(page.Expunged);
            }
            LogPage log = await LogAsync(mailbox);
            Assert.Equal(log.Rows, rows.Values);
            Assert.Equal(log.State.Head, at);
            Assert.Equal((await Storage.ReadExpungedAsync(Account, mailbox, 0, default))!, expunged);
            Assert.Equal(log.State.Keywords, pages[^1].State.Keywords);
            Assert.Equal(log.State.UidNext, pages[^1].State.UidNext);
        }
    }

    [Fact]
    public async Task The_list_of_mailboxes_has_its_own_notices()
    {
        MailboxInfo made = await MakeAsync("x");
        Assert.Equal(new CommitNotice(Account, null, null, true), Assert.Single(Notices));
        Notices.Clear();
        await Do(new DeleteMailboxChange(Name("x")));
        Assert.Contains(new CommitNotice(Account, made.Id, null, true), Notices);
        Assert.Contains(new CommitNotice(Account, null, null, true), Notices);
        Notices.Clear();
        await Commit(new CreateMailboxChange(Name("Sent")));
        await Commit(new AppendChange(new MailboxId(999), [New(1)]));
        Assert.Empty(Notices);
    }

    [Fact]
    public async Task A_notice_comes_before_the_result()
    {
        for (int i = 1; i <= 20; i++)
        {
            await AppendAsync(Inbox, i);
            Assert.Equal(i, Notices.Count);
        }
    }

    [Fact]
    public async Task A_handler_that_throws_costs_nobody_else_anything()
    {
        Storage.Committed += static _ => throw new InvalidOperationException("a bug");
        try
        {
            await AppendAsync(Inbox, 1);
            await AppendAsync(Inbox, 2);
        }
        catch (InvalidOperationException)
        {
            // An engine may show the bug to the caller; the change is made all the same.
        }
        Assert.NotEmpty((await LogAsync(Inbox)).Rows);
    }

    [Fact]
    public async Task Hundreds_of_changes_at_once_keep_the_order_of_the_log_and_bad_ones_disturb_no_others()
    {
        MailboxId archive = (await FindAsync("Archive")).Id;
        var good = new List<Task<AppendResult>>();
        var bad = new List<Task<AppendResult>>();
        var broken = new List<Task<AppendResult>>();
        for (int i = 0; i < 300; i++)
        {
            good.Add(Commit(new AppendChange(i % 3 == 0 ? archive : Inbox, [New(i, $"k{i % 100}")])).AsTask());
            if (i % 10 == 0)
            {
                bad.Add(Commit(new AppendChange(new MailboxId(999), [New(i)])).AsTask());
                StagedMessage used = TestMessages.Stage(Storage, Account, TestMessages.Make(i));
                used.Dispose(); // a caller's bug: reading the message throws
                broken.Add(Task.Run(async () => await Commit(
                    new AppendChange(Inbox, [New(i), new NewMessage(used, [], default)]))));
            }
        }
        AppendResult[] results = await Task.WhenAll(good);
        Assert.All(results, r => Assert.True(r.Succeeded));
        Assert.All(await Task.WhenAll(bad), r => Assert.Equal(ChangeFailure.NoMailbox, r.Failure));
        foreach (Task<AppendResult> task in broken)
        {
            await Assert.ThrowsAnyAsync<Exception>(() => task);
        }
        foreach ((MailboxId mailbox, int count) in new[] { (Inbox, 200), (archive, 100) })
        {
            LogPage log = await LogAsync(mailbox);
            Assert.Equal(Enumerable.Range(1, count).Select(u => (uint)u), log.Rows.Select(r => r.Uid));
            Assert.Equal(log.Rows.OrderBy(r => r.ModSeq), log.Rows);
            Assert.Equal(count, log.Rows.Select(r => r.ModSeq).Distinct().Count());
            long[] heads = [.. Notices.Where(n => n.Mailbox == mailbox).Select(n => n.Page!.State.Head)];
            Assert.Equal(heads.Order(), heads);
            Assert.Equal(log.State.Head, heads[^1]);
        }
    }

    [Fact]
    public async Task A_change_that_was_cancelled_before_it_began_is_not_made()
    {
        NewMessage message = New(TestMessages.Make(1, 200_000));
        string file = message.Message.File!;
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
            await Storage.CommitAsync(Account, new AppendChange(Inbox, [message]), new CancellationToken(true)));
        Assert.Empty((await LogAsync(Inbox)).Rows);
        Assert.False(File.Exists(file));
    }

    [Fact]
    public async Task Everything_is_there_after_closing_and_opening_again()
    {
        await AppendAsync(Inbox, 1, "\\Seen", "k");
        await AppendAsync(Inbox, 2);
        await Do(new StoreChange(Inbox, Uids(2), FlagMode.Add, ["\\Deleted"]));
        await Do(new ExpungeChange(Inbox));
        await Do(new ClaimRecentChange(Inbox, 3));
        await MakeAsync("a/b");
        LogPage log = await LogAsync(Inbox);
        string[] names = await NamesAsync();
        await ReopenAsync();
        LogPage again = await LogAsync(Inbox);
        Assert.Equal(log.Rows, again.Rows);
        Assert.Equal(log.State with { Keywords = [] }, again.State with { Keywords = [] });
        Assert.Equal(log.State.Keywords, again.State.Keywords);
        Assert.Equal(names, await NamesAsync());
        Assert.Equal(3u, await AppendAsync(Inbox, 3));
    }

    [Fact]
    public async Task Another_process_delivers_while_the_server_runs()
    {
        await AppendAsync(Inbox, 1);
        MailboxInfo junk = await FindAsync("Junk");
        await Storage.RefreshAsync(Account, default);
        Notices.Clear();
        await Storage.RefreshAsync(Account, default);
        Assert.Empty(Notices);
        await using (IMailStorage other = Open())
        {
            for (int i = 2; i <= 5; i++)
            {
                await other.CommitAsync(
                    Account, new AppendChange(Inbox, [new NewMessage(TestMessages.Stage(other, Account, TestMessages.Make(i)), ["o"], default)]),
                    default);
            }
            await other.CommitAsync(Account, new CreateMailboxChange(Name("from/other")), default);
            await other.CommitAsync(Account, new DeleteMailboxChange(Name("Junk")), default);
            await Storage.RefreshAsync(Account, default);
            Assert.Contains(Notices, n => n.Mailbox == Inbox);
            Assert.Contains(Notices, n => n.ListChanged && n.Mailbox is null);
            Assert.Contains(Notices, n => n.ListChanged && n.Mailbox == junk.Id);
            Assert.Contains("from/other", await NamesAsync());
            Assert.DoesNotContain("Junk", await NamesAsync());
            Assert.Equal(5, (await LogAsync(Inbox)).Rows.Count);
            // And the other way round.
            Assert.Equal(6u, await AppendAsync(Inbox, 6));
            Assert.Equal(6, (await other.ReadLogAsync(Account, Inbox, 0, default))!.Rows.Count);
        }
        Assert.Equal(7u, await AppendAsync(Inbox, 7));
        LogPage log = await LogAsync(Inbox);
        Assert.Equal(Enumerable.Range(1, 7).Select(u => (uint)u), log.Rows.Select(r => r.Uid));
        Assert.Equal(7, log.Rows.Select(r => r.ModSeq).Distinct().Count());
    }

    [Fact]
    public async Task Two_processes_write_at_once()
    {
        await using IMailStorage other = Open();
        async Task WriteAsync(IMailStorage storage, int from)
        {
            for (int i = 0; i < 40; i++)
            {
                AppendResult result = await storage.CommitAsync(
                    Account, new AppendChange(Inbox, [new NewMessage(TestMessages.Stage(storage, Account, TestMessages.Make(from + i)), [], default)]),
                    default);
                Assert.True(result.Succeeded);
            }
        }
        await Task.WhenAll(Task.Run(() => WriteAsync(Storage, 0)), Task.Run(() => WriteAsync(other, 1000)));
        LogPage log = await LogAsync(Inbox);
        Assert.Equal(Enumerable.Range(1, 80).Select(u => (uint)u), log.Rows.Select(r => r.Uid));
        Assert.Equal(log.Rows.Select(r => r.ModSeq).Order(), log.Rows.Select(r => r.ModSeq));
        Assert.Equal(80, log.Rows.Select(r => r.ModSeq).Distinct().Count());
    }

    [Fact]
    public async Task A_closed_storage_takes_nothing_and_closing_waits_for_what_it_took()
    {
        Task<AppendResult>[] last = [.. Enumerable.Range(0, 50).Select(i => Commit(new AppendChange(Inbox, [New(i)])).AsTask())];
        await ReopenAsync();
        Assert.All(await Task.WhenAll(last), r => Assert.True(r.Succeeded));
        Assert.Equal(50, (await LogAsync(Inbox)).Rows.Count);
    }
}
