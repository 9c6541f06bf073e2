using Port143.Mail;

namespace Port143.Storage.Tests.Contract;

public abstract partial class MailStorageContract
{
    [Fact]
    public async Task Append_gives_ascending_uids_and_one_modseq_for_all_messages_of_a_change()
    {
        AppendResult first = await Do(new AppendChange(Inbox, [New(1, "\\Seen", "\\Recent", "$Work"), New(2)]));
        AppendResult second = await Do(new AppendChange(Inbox, [New(3)]));
        Assert.Equal(Uids(1, 2), first.Uids);
        Assert.Equal(Uids(3), second.Uids);
        Assert.Equal(first.ModSeq + 1, second.ModSeq);
        LogPage log = await LogAsync(Inbox);
        Assert.Equal([first.ModSeq, first.ModSeq, second.ModSeq], log.Rows.Select(r => r.ModSeq));
        Assert.Equal(["\\Seen", "$Work"], await FlagsAsync(Inbox, 1));
        Assert.Empty(await FlagsAsync(Inbox, 2));
        Assert.Equal(4u, log.State.UidNext);
        Assert.Equal(second.ModSeq, log.State.Head);
        Assert.Equal(first.UidValidity, log.State.UidValidity);
        MessageRow row = log.Rows[0];
        Assert.Equal(new InternalDate(1_700_000_000, -90), row.InternalDate);
        Assert.Equal(Time.Now.ToUnixTimeSeconds(), row.SaveDate);
        Assert.Equal(400u, row.Size);
        Assert.Equal(3, log.Rows.Select(r => r.Content).Distinct().Count());
    }

    [Fact]
    public async Task Append_of_nothing_changes_nothing()
    {
        long head = (await LogAsync(Inbox)).State.Head;
        AppendResult result = await Do(new AppendChange(Inbox, []));
        Assert.True(result.Uids.IsEmpty);
        Assert.Equal(head, (await LogAsync(Inbox)).State.Head);
    }

    [Fact]
    public async Task Append_to_a_mailbox_that_is_gone_is_refused_and_the_message_disposed_of()
    {
        NewMessage small = New(1), large = New(TestMessages.Make(2, 300_000));
        string file = large.Message.File!;
        Assert.True(File.Exists(file));
        Assert.Equal(ChangeFailure.NoMailbox, (await Commit(new AppendChange(new MailboxId(999), [small, large]))).Failure);
        Assert.False(File.Exists(file));
    }

    [Fact]
    public async Task Keywords_are_shared_ignoring_case_and_keep_the_first_spelling()
    {
        await AppendAsync(Inbox, 1, "$Work");
        await AppendAsync(Inbox, 2, "$WORK", "home");
        Assert.Equal(["$Work", "home"], (await LogAsync(Inbox)).State.Keywords);
        Assert.Equal(["$Work", "home"], await FlagsAsync(Inbox, 2));
        Assert.Equal(["$Work", "home"], (await Storage.OpenMailboxAsync(Account, Inbox, default))!.Keywords);
    }

    [Fact]
    public async Task A_mailbox_has_room_for_123_keywords_and_a_change_over_that_is_refused_whole()
    {
        string[] all = [.. Enumerable.Range(0, FlagSet.MaxKeywords).Select(n => $"k{n:000}")];
        await AppendAsync(Inbox, 1, all);
        Assert.Equal(all, await FlagsAsync(Inbox, 1));
        LogPage before = await LogAsync(Inbox);
        Assert.Equal(
            ChangeFailure.TooManyKeywords, (await Commit(new AppendChange(Inbox, [New(2), New(3, "one-more")]))).Failure);
        Assert.Equal(
            ChangeFailure.TooManyKeywords,
            (await Commit(new StoreChange(Inbox, Uids(1), FlagMode.Replace, ["k001", "one-more"]))).Failure);
        LogPage after = await LogAsync(Inbox);
        Assert.Equal(before.Rows, after.Rows);
        Assert.Equal(before.State.UidNext, after.State.UidNext);
        Assert.Equal(before.State.Head, after.State.Head);
        // Taking away what nobody has needs no room.
        await Do(new StoreChange(Inbox, Uids(1), FlagMode.Remove, ["one-more", "K122"]));
        Assert.Equal(all[..^1], await FlagsAsync(Inbox, 1));
    }

    [Fact]
    public async Task Store_replaces_adds_and_removes()
    {
        uint uid = await AppendAsync(Inbox, 1, "\\Seen", "a");
        await Do(new StoreChange(Inbox, Uids(uid), FlagMode.Add, ["\\Flagged", "b", "\\Recent"]));
        Assert.Equal(["\\Flagged", "\\Seen", "a", "b"], await FlagsAsync(Inbox, uid));
        await Do(new StoreChange(Inbox, Uids(uid), FlagMode.Remove, ["\\Seen", "A"]));
        Assert.Equal(["\\Flagged", "b"], await FlagsAsync(Inbox, uid));
        await Do(new StoreChange(Inbox, Uids(uid), FlagMode.Replace, ["\\Draft", "c"]));
        Assert.Equal(["\\Draft", "c"], await FlagsAsync(Inbox, uid));
        await Do(new StoreChange(Inbox, Uids(uid), FlagMode.Replace, []));
        Assert.Empty(await FlagsAsync(Inbox, uid));
    }

    [Fact]
    public async Task Store_changes_existing_messages_with_one_modseq_and_leaves_those_that_have_the_flags()
    {
        await AppendManyAsync(Inbox, 4);
        StoreResult first = await Do(new StoreChange(Inbox, Uids(2, 3), FlagMode.Add, ["\\Seen"]));
        Assert.Equal(Uids(2, 3), first.Changed);
        StoreResult second = await Do(new StoreChange(Inbox, UidSet.Of(1, 900), FlagMode.Add, ["\\Seen"]));
        Assert.Equal(Uids(1, 4), second.Changed);
        Assert.Equal(first.ModSeq + 1, second.ModSeq);
        LogPage log = await LogAsync(Inbox);
        Assert.Equal([second.ModSeq, first.ModSeq, first.ModSeq, second.ModSeq], log.Rows.Select(r => r.ModSeq));
        StoreResult third = await Do(new StoreChange(Inbox, Everything, FlagMode.Add, ["\\Seen"]));
        Assert.True(third.Changed.IsEmpty);
        Assert.Equal(second.ModSeq, third.ModSeq);
        Assert.Equal(second.ModSeq, (await LogAsync(Inbox)).State.Head);
        StoreResult none = await Do(new StoreChange(Inbox, Uids(77), FlagMode.Replace, ["x"]));
        Assert.True(none.Changed.IsEmpty && none.Modified.IsEmpty);
    }

    [Fact]
    public async Task Store_unchangedsince_refuses_messages_that_changed_later()
    {
        await AppendManyAsync(Inbox, 3);
        long head = (await LogAsync(Inbox)).State.Head;
        await Do(new StoreChange(Inbox, Uids(2), FlagMode.Add, ["\\Seen"]));
        StoreResult result = await Do(new StoreChange(Inbox, Everything, FlagMode.Add, ["\\Flagged"], head));
        Assert.Equal(Uids(1, 3), result.Changed);
        Assert.Equal(Uids(2), result.Modified);
        Assert.Equal(["\\Seen"], await FlagsAsync(Inbox, 2));
        // Zero refuses everything, whatever the flags are already.
        result = await Do(new StoreChange(Inbox, Everything, FlagMode.Add, ["\\Flagged"], 0));
        Assert.True(result.Changed.IsEmpty);
        Assert.Equal(Uids(1, 2, 3), result.Modified);
    }

    [Fact]
    public async Task Expunge_takes_deleted_messages_only_and_leaves_tombstones_with_one_modseq()
    {
        await AppendManyAsync(Inbox, 6);
        await Do(new StoreChange(Inbox, Uids(1, 3, 5, 6), FlagMode.Add, ["\\Deleted"]));
        long before = (await LogAsync(Inbox)).State.Head;
        ExpungeResult some = await Do(new ExpungeChange(Inbox, Uids(2, 3, 5, 99)));
        Assert.Equal(Uids(3, 5), some.Expunged);
        Assert.Equal(before + 1, some.ModSeq);
        ExpungeResult rest = await Do(new ExpungeChange(Inbox));
        Assert.Equal(Uids(1, 6), rest.Expunged);
        ExpungeResult none = await Do(new ExpungeChange(Inbox));
        Assert.True(none.Expunged.IsEmpty);
        Assert.Equal(rest.ModSeq, none.ModSeq);
        ExpungedUid[] tombstones =
            [new(3, some.ModSeq), new(5, some.ModSeq), new(1, rest.ModSeq), new(6, rest.ModSeq)];
        Assert.Equal(tombstones, (await Storage.ReadExpungedAsync(Account, Inbox, 0, default))!);
        Assert.Equal(tombstones[2..], (await Storage.ReadExpungedAsync(Account, Inbox, some.ModSeq, default))!);
        Assert.Null(await Storage.ReadExpungedAsync(Account, new MailboxId(999), 0, default));
        Assert.Equal([2u, 4u], (await LogAsync(Inbox)).Rows.Select(r => r.Uid));
        Assert.Equal(7u, await AppendAsync(Inbox, 7));
    }

    [Fact]
    public async Task Replace_files_one_message_and_expunges_another_with_one_modseq()
    {
        await AppendManyAsync(Inbox, 3);
        long before = (await LogAsync(Inbox)).State.Head;
        ReplaceResult result = await Do(new ReplaceChange(Inbox, 2, Inbox, New(4, "\\Draft", "$New")));
        Assert.Equal((4u, before + 1), (result.Uid, result.SourceModSeq));
        LogPage log = await LogAsync(Inbox);
        Assert.Equal([1u, 3u, 4u], log.Rows.Select(r => r.Uid));
        Assert.Equal(before + 1, log.State.Head);
        Assert.Equal(before + 1, log.Rows[^1].ModSeq);
        Assert.Equal(["\\Draft", "$New"], await FlagsAsync(Inbox, 4));
        Assert.Equal([new ExpungedUid(2, before + 1)], (await Storage.ReadExpungedAsync(Account, Inbox, 0, default))!);
    }

    [Fact]
    public async Task Replace_may_go_to_another_mailbox()
    {
        MailboxId archive = (await FindAsync("Archive")).Id;
        await AppendManyAsync(Inbox, 2);
        ReplaceResult result = await Do(new ReplaceChange(Inbox, 1, archive, New(3)));
        Assert.Equal(1u, result.Uid);
        LogPage from = await LogAsync(Inbox), to = await LogAsync(archive);
        Assert.Equal([2u], from.Rows.Select(r => r.Uid));
        Assert.Equal([1u], to.Rows.Select(r => r.Uid));
        Assert.Equal((result.SourceModSeq, result.UidValidity), (from.State.Head, to.State.UidValidity));
    }

    [Fact]
    public async Task Replace_does_nothing_when_either_half_cannot_be_done()
    {
        MailboxId archive = (await FindAsync("Archive")).Id;
        await AppendManyAsync(Inbox, 1);
        await AppendAsync(archive, 100, [.. Enumerable.Range(0, FlagSet.MaxKeywords).Select(i => $"k{i}")]);
        long head = (await LogAsync(Inbox)).State.Head, other = (await LogAsync(archive)).State.Head;
        Assert.Equal(ChangeFailure.NoMessage, (await Commit(new ReplaceChange(Inbox, 7, Inbox, New(2)))).Failure);
        Assert.Equal(ChangeFailure.NoMailbox, (await Commit(new ReplaceChange(new MailboxId(999), 1, Inbox, New(2)))).Failure);
        Assert.Equal(ChangeFailure.NoTarget, (await Commit(new ReplaceChange(Inbox, 1, new MailboxId(999), New(2)))).Failure);
        Assert.Equal(ChangeFailure.TooManyKeywords, (await Commit(new ReplaceChange(Inbox, 1, archive, New(2, "one-more")))).Failure);
        Assert.Equal([1u], (await LogAsync(Inbox)).Rows.Select(r => r.Uid));
        Assert.Equal((head, other), ((await LogAsync(Inbox)).State.Head, (await LogAsync(archive)).State.Head));
    }

    [Fact]
    public async Task A_mailbox_has_a_key_for_urls_until_it_gets_another_or_goes()
    {
        MailboxId archive = (await FindAsync("Archive")).Id;
        Assert.Null(await Storage.ReadUrlKeyAsync(Account, Inbox, default));
        byte[] first = [1, 2, 3], second = [4, 5, 6];
        Assert.Equal(first, (await Do(new UrlKeyChange(Inbox, first, OnlyIfNone: true))).Key.ToArray());
        Assert.Equal(first, (await Do(new UrlKeyChange(Inbox, second, OnlyIfNone: true))).Key.ToArray());
        Assert.Null(await Storage.ReadUrlKeyAsync(Account, archive, default));
        await Do(new UrlKeyChange(Inbox, second, OnlyIfNone: false));
        await Do(new UrlKeyChange(archive, first, OnlyIfNone: false));
        Assert.Equal(second, await Storage.ReadUrlKeyAsync(Account, Inbox, default));
        await Do(new DeleteMailboxChange(MailboxName.Parse("Archive")));
        Assert.Null(await Storage.ReadUrlKeyAsync(Account, archive, default));
        Assert.Equal(ChangeFailure.NoMailbox, (await Commit(new UrlKeyChange(archive, first, OnlyIfNone: true))).Failure);
        await Do(new UrlKeyChange(null, default, OnlyIfNone: false));
        Assert.Null(await Storage.ReadUrlKeyAsync(Account, Inbox, default));
    }

    [Fact]
    public async Task Copy_keeps_flags_dates_and_contents_and_maps_keywords_by_name()
    {
        MailboxId archive = (await FindAsync("Archive")).Id;
        await AppendAsync(archive, 90, "z", "y", "x");
        await AppendAsync(Inbox, 1, "\\Seen", "x", "y");
        await AppendAsync(Inbox, 2, "\\Flagged");
        await AppendAsync(Inbox, 3, "new", "Z");
        Time.Now += TimeSpan.FromHours(1);
        CopyResult result = await Do(new CopyChange(Inbox, Uids(1, 3, 44), archive, Move: false));
        Assert.Equal(Uids(1, 3), result.SourceUids);
        Assert.Equal(Uids(2, 3), result.TargetUids);
        Assert.Equal(["\\Seen", "x", "y"], await FlagsAsync(archive, 2));
        Assert.Equal(["new", "z"], await FlagsAsync(archive, 3));
        Assert.Equal(["z", "y", "x", "new"], (await LogAsync(archive)).State.Keywords);
        MessageRow source = await RowAsync(Inbox, 1), copy = await RowAsync(archive, 2);
        Assert.Equal(source.Content, copy.Content);
        Assert.Equal(source.InternalDate, copy.InternalDate);
        Assert.Equal(source.Size, copy.Size);
        Assert.Equal(source.SaveDate + 3600, copy.SaveDate);
        Assert.Equal((await LogAsync(archive)).State.UidValidity, result.UidValidity);
        Assert.Equal(3, (await LogAsync(Inbox)).Rows.Count);
        Assert.Single((await LogAsync(archive)).Rows.Skip(1).Select(r => r.ModSeq).Distinct());
    }

    [Theory]
    [InlineData(31)]
    [InlineData(32)]
    [InlineData(33)]
    [InlineData(70)]
    public async Task Copy_of_many_keeps_every_row(int count)
    {
        MailboxId archive = (await FindAsync("Archive")).Id;
        await Do(new AppendChange(Inbox, [.. Enumerable.Range(1, count).Select(n =>
            new NewMessage(
                TestMessages.Stage(Storage, Account, TestMessages.Make(n)), [n % 3 == 0 ? "\\Seen" : $"k{n % 5}"],
                new InternalDate(1_700_000_000 + n, (short)(n % 60))))]));
        var progress = new WorkCount();
        CopyResult result = await Do(new CopyChange(Inbox, Everything, archive, Move: false) { Count = progress });
        Assert.Equal(count, (int)result.TargetUids.UidCount);
        Assert.Equal(progress.Goal, progress.Done); // an engine need not count
        IReadOnlyList<MessageRow> sources = (await LogAsync(Inbox)).Rows, copies = (await LogAsync(archive)).Rows;
        Assert.Equal(sources.Select(r => (r.Uid, r.InternalDate, r.Size, r.Content)), copies.Select(r => (r.Uid, r.InternalDate, r.Size, r.Content)));
        for (uint uid = 1; uid <= count; uid++)
        {
            Assert.Equal(await FlagsAsync(Inbox, uid), await FlagsAsync(archive, uid));
        }
    }

    [Fact]
    public async Task Copy_is_refused_whole_when_the_target_has_no_room_for_keywords()
    {
        MailboxId archive = (await FindAsync("Archive")).Id;
        await AppendAsync(archive, 90, [.. Enumerable.Range(0, FlagSet.MaxKeywords - 1).Select(n => $"k{n}")]);
        await AppendAsync(Inbox, 1, "k5", "unused");
        await Do(new StoreChange(Inbox, Uids(1), FlagMode.Remove, ["unused"]));
        await AppendAsync(Inbox, 2, "one");
        await AppendAsync(Inbox, 3, "two");
        // A keyword that no copied message has takes no room.
        await Do(new CopyChange(Inbox, Uids(1), archive, Move: false));
        LogPage before = await LogAsync(archive);
        CopyResult refused = await Commit(new CopyChange(Inbox, Everything, archive, Move: true));
        Assert.Equal(ChangeFailure.TooManyKeywords, refused.Failure);
        Assert.Equal(before.State.Head, (await LogAsync(archive)).State.Head);
        Assert.Equal(before.State.Keywords, (await LogAsync(archive)).State.Keywords);
        Assert.Equal(3, (await LogAsync(Inbox)).Rows.Count);
    }

    [Fact]
    public async Task Copy_of_nothing_and_from_or_to_nowhere()
    {
        long head = (await LogAsync(Inbox)).State.Head;
        MailboxId archive = (await FindAsync("Archive")).Id;
        CopyResult none = await Do(new CopyChange(Inbox, Everything, archive, Move: true));
        Assert.True(none.SourceUids.IsEmpty && none.TargetUids.IsEmpty);
        Assert.Equal(head, (await LogAsync(Inbox)).State.Head);
        Assert.Equal(ChangeFailure.NoMailbox, (await Commit(new CopyChange(new(999), Everything, Inbox, false))).Failure);
        Assert.Equal(ChangeFailure.NoTarget, (await Commit(new CopyChange(Inbox, Everything, new(999), false))).Failure);
    }

    [Fact]
    public async Task Move_expunges_from_the_source_in_the_same_change()
    {
        MailboxId trash = (await FindAsync("Trash")).Id;
        await AppendManyAsync(Inbox, 4);
        CopyResult moved = await Do(new CopyChange(Inbox, Uids(2, 4), trash, Move: true));
        LogPage inbox = await LogAsync(Inbox);
        Assert.Equal([1u, 3u], inbox.Rows.Select(r => r.Uid));
        Assert.Equal(moved.SourceModSeq, inbox.State.Head);
        ExpungedUid[] tombstones = [new(2, moved.SourceModSeq), new(4, moved.SourceModSeq)];
        Assert.Equal(tombstones, (await Storage.ReadExpungedAsync(Account, Inbox, 0, default))!);
        Assert.Equal([1u, 2u], (await LogAsync(trash)).Rows.Select(r => r.Uid));
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task Copy_and_move_onto_itself_give_new_uids(bool move)
    {
        await AppendAsync(Inbox, 1, "k");
        await AppendAsync(Inbox, 2);
        long before = (await LogAsync(Inbox)).State.Head;
        CopyResult result = await Do(new CopyChange(Inbox, Everything, Inbox, move));
        Assert.Equal(Uids(1, 2), result.SourceUids);
        Assert.Equal(Uids(3, 4), result.TargetUids);
        LogPage log = await LogAsync(Inbox, before);
        Assert.Equal(before + 1, log.State.Head);
        Assert.Equal([3u, 4u], log.Rows.Select(r => r.Uid));
        Assert.Equal(move ? [1u, 2u] : [], log.Expunged.Select(e => e.Uid));
        Assert.All(log.Expunged, e => Assert.Equal(before + 1, e.ModSeq));
        Assert.Equal(["k"], await FlagsAsync(Inbox, 3));
        Assert.Equal(move ? 2 : 4, (await LogAsync(Inbox)).Rows.Count);
    }

    [Fact]
    public async Task First_recent_is_kept_and_never_goes_back()
    {
        await AppendManyAsync(Inbox, 3);
        long head = (await LogAsync(Inbox)).State.Head;
        await Do(new ClaimRecentChange(Inbox, 4));
        await Do(new ClaimRecentChange(Inbox, 2));
        MailboxState state = (await Storage.OpenMailboxAsync(Account, Inbox, default))!;
        Assert.Equal(4u, state.FirstRecent);
        Assert.Equal(head, state.Head);
        Assert.Equal(ChangeFailure.NoMailbox, (await Commit(new ClaimRecentChange(new MailboxId(999), 4))).Failure);
    }
}
