using Port143.Mail;

namespace Port143.Storage.Tests.Contract;

public abstract partial class MailStorageContract
{
    private static readonly AccountAddress Reader = AccountAddress.Parse("reader@example.org");

    private SetAclChange Grant(MailboxId mailbox, MailboxRights rights, AclMode mode = AclMode.Replace) =>
        new(mailbox, AclIdentifier.Of(Reader), mode, rights);

    [Fact]
    public async Task Rights_are_kept_with_the_mailbox()
    {
        Notices.Clear();
        await Do(Grant(Inbox, MailboxRights.Lookup | MailboxRights.Read));
        Assert.Contains(Notices, n => n.ListChanged);
        await Do(Grant(Inbox, MailboxRights.Seen, AclMode.Add));
        await Do(Grant(Inbox, MailboxRights.Read, AclMode.Remove));
        await ReopenAsync();
        Assert.Equal(MailboxRights.Lookup | MailboxRights.Seen, (await FindAsync("INBOX")).Acl.RightsOf(Reader));
        Assert.Equal(ChangeFailure.NoMailbox, (await Commit(Grant(new MailboxId(4711), MailboxRights.Read))).Failure);
        await Do(new ForgetReaderChange(AccountId.New(), Reader));
        Assert.Empty((await FindAsync("INBOX")).Acl.Entries);
    }

    [Fact]
    public async Task A_new_mailbox_takes_on_the_rights_of_the_one_above_and_a_renamed_one_keeps_its_own()
    {
        MailboxInfo team = await MakeAsync("Team");
        await Do(Grant(team.Id, MailboxRights.Lookup));
        Assert.Equal(MailboxRights.Lookup, (await MakeAsync("Team/a/b")).Acl.RightsOf(Reader));
        Assert.Equal(MailboxRights.Lookup, (await FindAsync("Team/a")).Acl.RightsOf(Reader));
        Assert.Empty((await MakeAsync("Other")).Acl.Entries);
        await Do(new RenameMailboxChange(Name("Team/a"), Name("Other/a")));
        Assert.Equal(MailboxRights.Lookup, (await FindAsync("Other/a/b")).Acl.RightsOf(Reader));
        await Do(new DeleteMailboxChange(Name("Team")));
        Assert.Empty((await MakeAsync("Team")).Acl.Entries);
    }

    [Fact]
    public async Task An_access_control_list_has_a_limit()
    {
        for (int i = 0; i < AccessControlList.MaxEntries; i++)
        {
            await Do(new SetAclChange(Inbox, AclIdentifier.Of(AccountAddress.Parse($"u{i}@example.org")), AclMode.Replace, MailboxRights.Read));
        }
        Assert.Equal(ChangeFailure.TooManyAclEntries, (await Commit(Grant(Inbox, MailboxRights.Read))).Failure);
    }

    [Fact]
    public async Task Only_flags_that_the_rights_allow_are_changed_or_copied()
    {
        await AppendAsync(Inbox, 1, "\\Seen", "\\Deleted", "\\Flagged", "$Work");
        await Do(new StoreChange(Inbox, Everything, FlagMode.Replace, [], Rights: MailboxRights.DeleteMessages));
        Assert.Equal(["\\Flagged", "\\Seen", "$Work"], await FlagsAsync(Inbox));
        await Do(new StoreChange(Inbox, Everything, FlagMode.Replace, ["\\Answered", "\\Deleted"], Rights: MailboxRights.Write));
        Assert.Equal(["\\Answered", "\\Seen"], await FlagsAsync(Inbox));
        MailboxInfo target = await MakeAsync("Target");
        await Do(new CopyChange(Inbox, Everything, target.Id, Move: false, MailboxRights.Write));
        Assert.Equal(["\\Answered"], await FlagsAsync(target.Id));
    }

    [Fact]
    public async Task What_moved_to_another_account_is_expunged_without_its_flag()
    {
        await AppendManyAsync(Inbox, 3);
        ExpungeResult result = await Do(new ExpungeChange(Inbox, Uids(2), EvenUndeleted: true));
        Assert.Equal(Uids(2), result.Expunged);
        Assert.Equal([1u, 3u], (await Storage.ReadLogAsync(Account, Inbox, 0, default))!.Rows.Select(r => r.Uid));
    }

    private async Task<string[]> FlagsAsync(MailboxId mailbox)
    {
        LogPage page = (await Storage.ReadLogAsync(Account, mailbox, 0, default))!;
        FlagSet flags = Assert.Single(page.Rows).Flags;
        return
        [
            .. SystemFlags.Names.Where(n => SystemFlags.TryParse(n, out SystemFlag flag) && flags.Has(flag)),
            .. page.State.Keywords.Where((_, number) => flags.HasKeyword(number)),
        ];
    }
}
