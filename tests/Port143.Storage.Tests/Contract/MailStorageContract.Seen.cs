using Port143.Mail;
using Port143.Storage.Index;

namespace Port143.Storage.Tests.Contract;

public abstract partial class MailStorageContract
{
    private static readonly AccountId Other = AccountId.New();
    private readonly AccountId _reader = AccountId.New();

    private async Task<LogPage> SeenLogAsync(MailboxId mailbox, AccountId reader, long after = 0) =>
        (await Storage.ReadLogAsync(Account, mailbox, reader, after, default))!;

    private async Task<uint[]> SeenAsync(MailboxId mailbox, AccountId? reader = null) =>
        [.. (reader is { } who ? await SeenLogAsync(mailbox, who) : await LogAsync(mailbox)).Rows
            .Where(r => r.Flags.Has(SystemFlag.Seen)).Select(r => r.Uid)];

    private async Task MustHaveSeenAsync(MailboxId mailbox, AccountId? reader, params uint[] uids)
    {
        uint[] seen = await SeenAsync(mailbox, reader);
        Assert.Equal(uids, seen);
    }

    private StoreChange See(uint uid, AccountId reader, FlagMode mode = FlagMode.Add, long? since = null) =>
        new(Inbox, Uids(uid), mode, ["\\Seen"], since, Reader: reader);

    [Fact]
    public async Task A_reader_has_seen_of_his_own()
    {
        await AppendAsync(Inbox, 1, "\\Flagged");
        await AppendAsync(Inbox, 2, "\\Seen");
        long before = (await LogAsync(Inbox)).State.Head;
        Assert.Empty(await SeenAsync(Inbox, _reader)); // what the owner has read is the owner's
        StoreResult result = await Do(See(1, _reader));
        Assert.Equal(Uids(1), result.Changed);
        Assert.Equal(before + 1, result.ModSeq);
        await ReopenAsync();
        await MustHaveSeenAsync(Inbox, _reader, 1u);
        await MustHaveSeenAsync(Inbox, null, 2u);
        Assert.Empty(await SeenAsync(Inbox, Other));

        // The reader's log has it as a change, the others' as a number without one.
        LogPage log = await SeenLogAsync(Inbox, _reader, before);
        Assert.Equal(result.ModSeq, Assert.Single(log.Rows).ModSeq);
        Assert.True(log.Rows[0].Flags.Has(SystemFlag.Flagged));
        Assert.Empty((await LogAsync(Inbox, before)).Rows);
        Assert.Empty((await SeenLogAsync(Inbox, Other, before)).Rows);
        Assert.Equal(result.ModSeq, (await LogAsync(Inbox)).State.Head);

        Assert.True((await Do(See(1, _reader))).Changed.IsEmpty);
        Assert.Equal(Uids(1), (await Do(See(1, _reader, FlagMode.Remove, since: result.ModSeq - 1))).Modified);
        Assert.Equal(Uids(1), (await Do(See(1, _reader, FlagMode.Remove, since: result.ModSeq))).Changed);
        Assert.Empty(await SeenAsync(Inbox, _reader));
    }

    [Fact]
    public async Task The_other_flags_are_everybodys()
    {
        await AppendAsync(Inbox, 1, "\\Seen");
        Notices.Clear();
        StoreResult result = await Do(new StoreChange(Inbox, Everything, FlagMode.Replace, ["\\Seen", "\\Flagged"], Reader: _reader));
        CommitNotice notice = Assert.Single(Notices);
        Assert.Equal([new SeenMark(_reader, 1, result.ModSeq, true)], notice.Page!.Marks);
        Assert.Equal(result.ModSeq, Assert.Single(notice.Page.Rows).ModSeq);
        await Do(new StoreChange(Inbox, Everything, FlagMode.Replace, [], Reader: _reader));
        Assert.Equal(["\\Seen"], await FlagsAsync(Inbox));
        Assert.Empty(await SeenAsync(Inbox, _reader));

        // Without the right to it, Replace leaves the flag alone.
        await Do(See(1, _reader));
        await Do(new StoreChange(Inbox, Everything, FlagMode.Replace, [], Rights: MailboxRights.Write, Reader: _reader));
        await MustHaveSeenAsync(Inbox, _reader, 1u);
    }

    [Fact]
    public async Task What_a_reader_files_or_copies_he_has_seen_and_the_owner_has_not()
    {
        await Do(new AppendChange(Inbox, [New(1, "\\Seen", "\\Flagged"), New(2)], _reader));
        await MustHaveSeenAsync(Inbox, _reader, 1u);
        Assert.Empty(await SeenAsync(Inbox));
        MailboxInfo target = await MakeAsync("Target");
        await Do(new CopyChange(Inbox, Everything, target.Id, Move: false, SourceReader: _reader, TargetReader: _reader));
        await MustHaveSeenAsync(target.Id, _reader, 1u);
        Assert.Empty(await SeenAsync(target.Id));
        await Do(new CopyChange(Inbox, Uids(1), target.Id, Move: true, SourceReader: _reader));
        await MustHaveSeenAsync(target.Id, null, 3u); // shared there
        await Do(new CopyChange(Inbox, Uids(2), target.Id, Move: true, MailboxRights.Write, _reader, _reader));
        await MustHaveSeenAsync(target.Id, _reader, 1u);
    }

    [Fact]
    public async Task What_was_seen_is_forgotten_with_the_message_and_the_reader_but_not_with_the_share()
    {
        AclIdentifier reader = AclIdentifier.Of(Reader);
        async Task ShareAsync(MailboxRights rights) =>
            await Do(new SetAclChange(Inbox, reader, AclMode.Replace, rights));
        await Do(new SetAclChange(Inbox, AclIdentifier.Anyone, AclMode.Replace, MailboxRights.Lookup));
        await AppendManyAsync(Inbox, 3);
        foreach (uint uid in new uint[] { 1, 2, 3 })
        {
            await Do(See(uid, _reader));
            await Do(See(uid, Other));
        }
        await Do(new ExpungeChange(Inbox, Uids(2), EvenUndeleted: true));
        await MustHaveSeenAsync(Inbox, _reader, 1u, 3u);
        await ShareAsync(MailboxRights.Read);
        await ShareAsync(MailboxRights.Read | MailboxRights.Write);
        await MustHaveSeenAsync(Inbox, _reader, 1u, 3u);
        await ShareAsync(MailboxRights.Lookup);
        await MustHaveSeenAsync(Inbox, _reader, 1u, 3u);
        await ShareAsync(MailboxRights.None);
        await Do(new SetAclChange(Inbox, AclIdentifier.Anyone, AclMode.Replace, MailboxRights.None));
        await MustHaveSeenAsync(Inbox, _reader, 1u, 3u);
        await Do(new ForgetReaderChange(_reader, Reader));
        Assert.Empty(await SeenAsync(Inbox, _reader));
        await MustHaveSeenAsync(Inbox, Other, 1u, 3u);
    }

    [Fact]
    public async Task Whether_seen_is_shared_is_an_annotation_that_new_mailboxes_below_take_on()
    {
        MailboxInfo team = await MakeAsync("Team");
        Assert.False(team.SharesSeen);
        Notices.Clear();
        await Do(new AnnotateChange(team.Id, [SeenSetting.Of(shared: true)]));
        Assert.Contains(Notices, n => n.ListChanged);
        await ReopenAsync();
        Assert.True((await FindAsync("Team")).SharesSeen);
        Assert.True((await MakeAsync("Team/a/b")).SharesSeen);
        Assert.True((await FindAsync("Team/a")).SharesSeen);
        Assert.False((await MakeAsync("Elsewhere")).SharesSeen);
        Assert.Single(await Storage.ReadAnnotationsAsync(
            Account, new AnnotationQuery((await FindAsync("Team/a")).Id, null, SeenSetting.Entry, AnnotationDepth.Entry), default));

        await Do(new AnnotateChange(Inbox, [SeenSetting.Of(shared: false)]));
        await Do(new RenameMailboxChange(Name("INBOX"), Name("Team/old")));
        Assert.False((await FindAsync("Team/old")).SharesSeen); // INBOX's own goes with its messages
        await Do(new AnnotateChange(team.Id, [new NewAnnotation(null, "/SHARED/vendor/port143/Seen", null)]));
        Assert.False((await FindAsync("Team")).SharesSeen);
        Assert.False((await MakeAsync("Team/c")).SharesSeen);
    }

    [Fact]
    public async Task A_readers_columns_follow_his_own_seen_and_not_the_owners()
    {
        await AppendManyAsync(Inbox, 3);
        using var indexes = new MailboxIndexes(Storage);
        MailboxIndex own = (await indexes.OpenAsync(Account, Inbox, default))!;
        MailboxIndex readers = (await indexes.OpenAsync(Account, Inbox, _reader, default))!;
        Assert.Same(readers, await indexes.OpenAsync(Account, Inbox, _reader, default));
        long head = own.State.Head;
        await Do(See(2, _reader));
        Assert.Empty(own.ReadNews(head, head).Changed);
        Assert.Equal(2u, Assert.Single(readers.ReadNews(head, head).Changed).Uid);
        Assert.Equal((3u, 2u), (own.Counts.Unseen, readers.Counts.Unseen));
        head = own.State.Head;
        await Do(new StoreChange(Inbox, Uids(1, 2), FlagMode.Add, ["\\Seen"]));
        Assert.Equal(2, own.ReadNews(head, head).Changed.Count);
        Assert.Empty(readers.ReadNews(head, head).Changed);
        await Do(new StoreChange(Inbox, Uids(2), FlagMode.Add, ["\\Flagged"]));
        await Do(new AppendChange(Inbox, [New(9, "\\Seen")], _reader));
        Assert.Equal([2u, 4u], readers.ReadNews(head, head).Changed.Select(r => r.Uid));
        Assert.Equal((2u, 2u), (own.Counts.Unseen, readers.Counts.Unseen));
        Assert.Equal((await SeenLogAsync(Inbox, _reader)).Rows, Rows(readers));
        Assert.Equal((await LogAsync(Inbox)).Rows, Rows(own));
    }

    private static MessageRow[] Rows(MailboxIndex index)
    {
        var rows = new MessageRow[index.Count];
        Assert.Equal(rows.Length, index.CopyRows(Everything, 1, rows));
        return rows;
    }
}
