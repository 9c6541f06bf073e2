using Port143.Mail;

namespace Port143.Storage.Tests.Contract;

public abstract partial class MailStorageContract
{
    private async Task<string[]> NamesAsync() =>
        [.. (await Storage.ListMailboxesAsync(Account, default)).Mailboxes.Select(m => m.Name.Value)];

    [Fact]
    public async Task A_new_account_has_its_mailboxes_subscribed_and_empty()
    {
        MailboxList list = await Storage.ListMailboxesAsync(Account, default);
        Assert.Equal(["INBOX", "Archive", "Drafts", "Junk", "Sent", "Trash"], list.Mailboxes.Select(m => m.Name.Value));
        Assert.Equal(6, list.Subscriptions.Count);
        Assert.Equal("Sent", list.Find(SpecialUse.Sent)!.Name.Value);
        Assert.Equal(6, list.Mailboxes.Select(m => m.UidValidity).Distinct().Count());
        MailboxState state = (await Storage.OpenMailboxAsync(Account, Inbox, default))!;
        Assert.Equal((1u, 1L, 1u), (state.UidNext, state.Head, state.FirstRecent));
        Assert.Empty(state.Keywords);
        // Again is harmless: a first attempt may have been cut off.
        await Storage.CreateAccountAsync(Account, NewMailbox.Defaults, default);
        Assert.Equal(list.Mailboxes, (await Storage.ListMailboxesAsync(Account, default)).Mailboxes);
    }

    [Fact]
    public async Task Create_makes_the_levels_above_and_refuses_what_exists()
    {
        MailboxInfo made = (await Do(new CreateMailboxChange(Name("a/b/c"), Subscribe: true))).Mailbox!;
        Assert.Equal("a/b/c", made.Name.Value);
        Assert.Equal(made, await FindAsync("a/b/c"));
        Assert.Subset((await NamesAsync()).ToHashSet(), new HashSet<string> { "a", "a/b", "a/b/c" });
        MailboxList list = await Storage.ListMailboxesAsync(Account, default);
        Assert.Contains(Name("a/b/c"), list.Subscriptions);
        Assert.DoesNotContain(Name("a/b"), list.Subscriptions);
        Assert.Equal(ChangeFailure.AlreadyExists, (await Commit(new CreateMailboxChange(Name("a/b")))).Failure);
        Assert.Equal(ChangeFailure.AlreadyExists, (await Commit(new CreateMailboxChange(MailboxName.Inbox))).Failure);
    }

    [Fact]
    public async Task A_special_use_belongs_to_one_mailbox()
    {
        Assert.Equal(
            ChangeFailure.SpecialUseTaken, (await Commit(new CreateMailboxChange(Name("up/Bin"), SpecialUse.Trash))).Failure);
        Assert.DoesNotContain("up", await NamesAsync());
        await Do(new DeleteMailboxChange(Name("Trash")));
        Assert.Equal(SpecialUse.Trash, (await MakeAsync("up/Bin", SpecialUse.Trash)).SpecialUse);
        Assert.Equal("up/Bin", (await Storage.ListMailboxesAsync(Account, default)).Find(SpecialUse.Trash)!.Name.Value);
    }

    [Fact]
    public async Task Delete_takes_the_mail_and_leaves_the_mailboxes_below()
    {
        await MakeAsync("a/b");
        MailboxInfo a = await FindAsync("a");
        await AppendManyAsync(a.Id, 3);
        await Do(new DeleteMailboxChange(Name("a")));
        Assert.DoesNotContain("a", await NamesAsync());
        Assert.Contains("a/b", await NamesAsync());
        Assert.Null(await Storage.OpenMailboxAsync(Account, a.Id, default));
        Assert.Null(await Storage.ReadLogAsync(Account, a.Id, 0, default));
        Assert.Null(await Storage.ReadExpungedAsync(Account, a.Id, 0, default));
        Assert.Equal(ChangeFailure.NoMailbox, (await Commit(new StoreChange(a.Id, Uids(1), FlagMode.Add, ["x"]))).Failure);
        Assert.Equal(ChangeFailure.NoMailbox, (await Commit(new ExpungeChange(a.Id))).Failure);
        Assert.Equal(ChangeFailure.NoMailbox, (await Commit(new DeleteMailboxChange(Name("a")))).Failure);
        Assert.Equal(ChangeFailure.IsInbox, (await Commit(new DeleteMailboxChange(MailboxName.Inbox))).Failure);
    }

    [Fact]
    public async Task A_mailbox_made_again_has_another_id_and_a_higher_uidvalidity()
    {
        MailboxInfo first = await MakeAsync("again");
        await AppendManyAsync(first.Id, 2);
        var seen = new HashSet<uint>((await Storage.ListMailboxesAsync(Account, default)).Mailboxes.Select(m => m.UidValidity));
        uint last = first.UidValidity;
        foreach (TimeSpan step in new[] { TimeSpan.Zero, TimeSpan.FromDays(-400), TimeSpan.FromDays(3), TimeSpan.FromDays(5000) })
        {
            Time.Now += step;
            await Do(new DeleteMailboxChange(Name("again")));
            await ReopenAsync();
            MailboxInfo next = await MakeAsync("again");
            Assert.True(next.UidValidity > last && next.UidValidity <= int.MaxValue);
            Assert.True(next.Id.Value > first.Id.Value);
            Assert.True(seen.Add(next.UidValidity));
            Assert.Equal(1u, (await LogAsync(next.Id)).State.UidNext);
            Assert.Empty((await LogAsync(next.Id)).Rows);
            last = next.UidValidity;
        }
    }

    [Fact]
    public async Task Rename_takes_the_tree_along_and_keeps_ids_and_uidvalidity()
    {
        MailboxInfo child = await MakeAsync("old/x/y");
        await MakeAsync("older");
        MailboxInfo top = await FindAsync("old");
        await AppendManyAsync(top.Id, 2);
        await Do(new SubscribeChange(Name("old/x"), true));
        MailboxResult renamed = await Do(new RenameMailboxChange(Name("old"), Name("up/new")));
        Assert.Equal(top with { Name = Name("up/new") }, renamed.Mailbox);
        Assert.Equal(child with { Name = Name("up/new/x/y") }, await FindAsync("up/new/x/y"));
        string[] names = await NamesAsync();
        Assert.Contains("up", names);
        Assert.Contains("older", names);
        Assert.DoesNotContain("old", names);
        Assert.DoesNotContain("old/x", names);
        Assert.Equal(2, (await LogAsync(top.Id)).Rows.Count);
        Assert.Contains(Name("old/x"), (await Storage.ListMailboxesAsync(Account, default)).Subscriptions);
    }

    [Fact]
    public async Task Rename_refuses_what_cannot_be()
    {
        await MakeAsync("a/b");
        await MakeAsync("c/d");
        Assert.Equal(ChangeFailure.NoMailbox, (await Commit(new RenameMailboxChange(Name("no"), Name("yes")))).Failure);
        Assert.Equal(ChangeFailure.NoTarget, (await Commit(new RenameMailboxChange(Name("a"), Name("a/b/c")))).Failure);
        Assert.Equal(ChangeFailure.AlreadyExists, (await Commit(new RenameMailboxChange(Name("a"), Name("c")))).Failure);
        Assert.Equal(ChangeFailure.AlreadyExists, (await Commit(new RenameMailboxChange(Name("a"), Name("a")))).Failure);
        Assert.Equal(ChangeFailure.AlreadyExists, (await Commit(new RenameMailboxChange(Name("a"), MailboxName.Inbox))).Failure);
        await Do(new DeleteMailboxChange(Name("c")));
        Assert.Equal(ChangeFailure.AlreadyExists, (await Commit(new RenameMailboxChange(Name("a"), Name("c")))).Failure);
        await MakeAsync(string.Join('/', Enumerable.Repeat("l", MailboxName.MaxLevels)));
        MailboxResult tooDeep = await Commit(new RenameMailboxChange(Name("l"), Name("m/n")));
        Assert.Equal(ChangeFailure.NoTarget, tooDeep.Failure);
        Assert.DoesNotContain("m", await NamesAsync());
    }

    [Fact]
    public async Task Rename_can_go_up_where_new_names_are_old_names_of_others()
    {
        foreach (string name in new[] { "a/b/c", "a/b/b/c", "a/b/b/b" })
        {
            await MakeAsync(name);
        }
        await Do(new DeleteMailboxChange(Name("a")));
        MailboxInfo deep = await FindAsync("a/b/b/c");
        await Do(new RenameMailboxChange(Name("a/b"), Name("a")));
        Assert.Equal(["a", "a/b", "a/b/b", "a/b/c", "a/c"], (await NamesAsync()).Where(n => n[0] == 'a'));
        Assert.Equal(deep.Id, (await FindAsync("a/b/c")).Id);
    }

    [Fact]
    public async Task Rename_of_a_level_without_a_mailbox_takes_those_below()
    {
        await MakeAsync("a/b");
        await Do(new DeleteMailboxChange(Name("a")));
        await Do(new RenameMailboxChange(Name("a"), Name("z")));
        Assert.Contains("z/b", await NamesAsync());
        Assert.DoesNotContain("z", await NamesAsync());
    }

    [Fact]
    public async Task Rename_of_inbox_moves_its_mail_and_leaves_it_empty()
    {
        await MakeAsync("INBOX/child");
        await AppendAsync(Inbox, 1, "\\Seen", "kept");
        await AppendAsync(Inbox, 2);
        MailboxInfo made = (await Do(new RenameMailboxChange(MailboxName.Inbox, Name("old/mail")))).Mailbox!;
        Assert.Equal("old/mail", made.Name.Value);
        Assert.NotEqual(Inbox, made.Id);
        Assert.Equal(["\\Seen", "kept"], await FlagsAsync(made.Id, 1));
        Assert.Equal(2, (await LogAsync(made.Id)).Rows.Count);
        LogPage inbox = await LogAsync(Inbox, 1);
        Assert.Empty(inbox.Rows);
        Assert.Equal([1u, 2u], inbox.Expunged.Select(e => e.Uid));
        Assert.Equal(3u, inbox.State.UidNext);
        Assert.Contains("INBOX/child", await NamesAsync());
        await Do(new RenameMailboxChange(MailboxName.Inbox, Name("INBOX/older")));
    }

    [Fact]
    public async Task Names_that_do_not_exist_can_be_subscribed()
    {
        await Do(new SubscribeChange(Name("not/there"), true));
        await Do(new SubscribeChange(Name("not/there"), true));
        await Do(new SubscribeChange(Name("Sent"), false));
        await Do(new SubscribeChange(Name("never"), false));
        MailboxList list = await Storage.ListMailboxesAsync(Account, default);
        Assert.Contains(Name("not/there"), list.Subscriptions);
        Assert.DoesNotContain(Name("Sent"), list.Subscriptions);
        await Do(new DeleteMailboxChange(Name("Junk")));
        Assert.Contains(Name("Junk"), (await Storage.ListMailboxesAsync(Account, default)).Subscriptions);
    }

    [Fact]
    public async Task A_list_is_a_snapshot()
    {
        MailboxList before = await Storage.ListMailboxesAsync(Account, default);
        await MakeAsync("later");
        Assert.Null(before.Find(Name("later")));
        Assert.NotNull((await Storage.ListMailboxesAsync(Account, default)).Find(Name("later")));
    }

    [Fact]
    public async Task A_deleted_account_is_gone_and_like_one_that_never_was()
    {
        await AppendManyAsync(Inbox, 2);
        long content = (await LogAsync(Inbox)).Rows[0].Content;
        await Storage.DeleteAccountAsync(Account, default);
        await Storage.DeleteAccountAsync(Account, default);
        foreach (AccountId gone in new[] { Account, AccountId.New() })
        {
            Assert.Empty((await Storage.ListMailboxesAsync(gone, default)).Mailboxes);
            Assert.Null(await Storage.OpenMailboxAsync(gone, Inbox, default));
            Assert.Null(await Storage.ReadLogAsync(gone, Inbox, 0, default));
            Assert.Null(await Storage.ReadExpungedAsync(gone, Inbox, 0, default));
            Assert.Null(await Storage.OpenMessageAsync(gone, content, default));
            await Storage.RefreshAsync(gone, default);
            var seen = new ContentCollector();
            Assert.Equal(1, await Storage.ReadContentsAsync(gone, new[] { content }, ContentColumns.Header, seen, default));
            Assert.False(seen.Seen[0].Found);
            Assert.Equal(
                ChangeFailure.NoAccount,
                (await Storage.CommitAsync(gone, new AppendChange(Inbox, [New(1)]), default)).Failure);
            Assert.Equal(
                ChangeFailure.NoAccount,
                (await Storage.CommitAsync(gone, new StoreChange(Inbox, Uids(1), FlagMode.Add, ["x"]), default)).Failure);
            Assert.Equal(
                ChangeFailure.NoAccount,
                (await Storage.CommitAsync(gone, new CreateMailboxChange(Name("x")), default)).Failure);
        }
        Assert.Contains(Notices, n => n.Mailbox == Inbox && n.ListChanged);
        await Storage.CreateAccountAsync(Account, NewMailbox.Defaults, default);
        Assert.Empty((await LogAsync((await FindAsync("INBOX")).Id)).Rows);
    }
}
