using System.Text;

namespace Port143.Storage.Tests.Contract;

public abstract partial class MailStorageContract
{
    private static NewAnnotation Entry(string entry, string? value, AccountId? owner = null) =>
        new(owner, entry, value is null ? null : Encoding.UTF8.GetBytes(value));

    private Task<AnnotateResult> AnnotateAsync(MailboxId? mailbox, params NewAnnotation[] entries) =>
        Do(new AnnotateChange(mailbox, entries));

    private async Task<string[]> AnnotationsAsync(
        MailboxId? mailbox, string entry, AnnotationDepth depth = AnnotationDepth.All, AccountId? owner = null) =>
        [.. (await Storage.ReadAnnotationsAsync(Account, new AnnotationQuery(mailbox, owner, entry, depth), default))
            .Select(a => $"{a.Entry}={Encoding.UTF8.GetString(a.Value.Span)}")];

    private async Task<string[]> AnnotationNewsAsync(long after) =>
        [.. (await Storage.ReadAnnotationLogAsync(Account, after, default)).Changes
            .Select(c => $"{c.Number} {c.Mailbox?.Value ?? 0} {(c.Owner is null ? "shared" : "own")} {c.Entry}")];

    [Fact]
    public async Task Annotations_are_set_replaced_and_removed()
    {
        await AnnotateAsync(Inbox, Entry("/shared/comment", "one"), Entry("/shared/x", "\0\xFF\r\n"));
        Assert.Equal(["/shared/comment=one"], await AnnotationsAsync(Inbox, "/shared/comment"));
        await AnnotateAsync(Inbox, Entry("/SHARED/Comment", "two"), Entry("/shared/x", null));
        Assert.Equal(["/shared/comment=two"], await AnnotationsAsync(Inbox, "/Shared"));
        await AnnotateAsync(Inbox, Entry("/shared/empty", ""));
        Assert.Equal(["/shared/comment=two", "/shared/empty="], await AnnotationsAsync(Inbox, "/shared"));
        Assert.Empty(await AnnotationsAsync(null, "/shared"));
        await ReopenAsync();
        Assert.Equal(["/shared/comment=two", "/shared/empty="], await AnnotationsAsync(Inbox, "/shared"));
        Assert.Equal(ChangeFailure.NoMailbox, (await Commit(new AnnotateChange(new MailboxId(99), [Entry("/shared/x", "")]))).Failure);
    }

    [Fact]
    public async Task Annotations_belong_to_a_mailbox_and_an_owner()
    {
        AccountId reader = AccountId.New();
        await AnnotateAsync(Inbox, Entry("/private/c", "mine", Account), Entry("/private/c", "theirs", reader), Entry("/shared/c", "all"));
        await AnnotateAsync(null, Entry("/private/c", "of the account", Account));
        Assert.Equal(["/private/c=mine"], await AnnotationsAsync(Inbox, "/private", owner: Account));
        Assert.Equal(["/private/c=theirs"], await AnnotationsAsync(Inbox, "/private", owner: reader));
        Assert.Equal(["/private/c=of the account"], await AnnotationsAsync(null, "/private", owner: Account));
        Assert.Empty(await AnnotationsAsync(Inbox, "/private"));
        await AnnotateAsync(Inbox, Entry("/private/c", null, reader));
        Assert.Equal(["/private/c=mine"], await AnnotationsAsync(Inbox, "/private", owner: Account));
    }

    [Fact]
    public async Task Annotations_are_found_by_depth()
    {
        await AnnotateAsync(
            null, Entry("/private/a", "0", Account), Entry("/private/a/b", "1", Account), Entry("/private/A/c/d", "2", Account),
            Entry("/private/ab", "-", Account), Entry("/private/a.", "-", Account), Entry("/private/a0", "-", Account));
        Assert.Equal(["/private/a=0"], await AnnotationsAsync(null, "/private/A", AnnotationDepth.Entry, Account));
        Assert.Equal(["/private/a=0", "/private/a/b=1"], await AnnotationsAsync(null, "/private/a", AnnotationDepth.Children, Account));
        Assert.Equal(
            ["/private/a=0", "/private/a/b=1", "/private/A/c/d=2"], await AnnotationsAsync(null, "/private/a", AnnotationDepth.All, Account));
        Assert.Equal(["/private/A/c/d=2"], await AnnotationsAsync(null, "/private/a/c", AnnotationDepth.Children, Account));
    }

    [Fact]
    public async Task Annotations_are_read_in_pages()
    {
        string value = new('v', 60_000);
        await AnnotateAsync(Inbox, [.. Enumerable.Range(0, 12).Select(n => Entry($"/shared/{n:00}", value))]);
        var seen = new List<string>();
        string? after = null;
        int pages = 0;
        while ((await Storage.ReadAnnotationsAsync(
            Account, new AnnotationQuery(Inbox, null, "/shared", AnnotationDepth.All, after), default)) is { Count: > 0 } page)
        {
            Assert.InRange(page.Sum(a => a.Value.Length), 1, AnnotationQuery.PageSize + value.Length);
            seen.AddRange(page.Select(a => a.Entry));
            after = page[^1].Entry;
            pages++;
        }
        Assert.Equal(Enumerable.Range(0, 12).Select(n => $"/shared/{n:00}"), seen);
        Assert.Equal(3, pages);
    }

    [Fact]
    public async Task Too_many_annotations_are_refused_as_a_whole()
    {
        await Do(new AnnotateChange(Inbox, [Entry("/shared/1", "a"), Entry("/shared/2", "a")], MaxEntries: 2));
        Assert.Equal(
            ChangeFailure.TooManyAnnotations,
            (await Commit(new AnnotateChange(Inbox, [Entry("/shared/1", "b"), Entry("/shared/3", "b")], MaxEntries: 2))).Failure);
        Assert.Equal(["/shared/1=a", "/shared/2=a"], await AnnotationsAsync(Inbox, "/shared"));
        await Do(new AnnotateChange(Inbox, [Entry("/shared/3", "c"), Entry("/shared/1", null)], MaxEntries: 2));
        await Do(new AnnotateChange(Inbox, [Entry("/private/1", "c", Account)], MaxEntries: 2));
        await Do(new AnnotateChange(Inbox, [Entry("/shared/2", "c")], MaxEntries: 1));
        Assert.Equal(["/shared/2=c", "/shared/3=c"], await AnnotationsAsync(Inbox, "/shared"));
    }

    [Fact]
    public async Task The_log_of_annotations_tells_what_changed_once_at_its_last_change()
    {
        Assert.Equal(1, (await AnnotateAsync(Inbox, Entry("/shared/a", "1"), Entry("/private/a", "1", Account))).Number);
        Assert.Equal(2, (await AnnotateAsync(null, Entry("/private/b", "1", Account))).Number);
        Assert.Equal(0, (await AnnotateAsync(null, Entry("/private/b", "1", Account), Entry("/private/none", null, Account))).Number);
        Assert.Equal(3, (await AnnotateAsync(Inbox, Entry("/shared/a", null))).Number);
        Assert.Equal(
            [$"1 {Inbox.Value} own /private/a", "2 0 own /private/b", $"3 {Inbox.Value} shared /shared/a"], await AnnotationNewsAsync(0));
        Assert.Equal([$"3 {Inbox.Value} shared /shared/a"], await AnnotationNewsAsync(2));
        AnnotationLogPage end = await Storage.ReadAnnotationLogAsync(Account, 3, default);
        Assert.Equal((3, 0, true), (end.Head, end.Changes.Count, end.IsLast));
        Assert.Equal(3, (await Storage.ReadAnnotationLogAsync(Account, long.MaxValue, default)).Head);
        await ReopenAsync();
        Assert.Equal([$"3 {Inbox.Value} shared /shared/a"], await AnnotationNewsAsync(2));
    }

    [Fact]
    public async Task A_long_log_of_annotations_comes_in_pages()
    {
        await AnnotateAsync(null, [.. Enumerable.Range(0, 400).Select(n => Entry($"/private/a{n}", "", Account))]);
        await AnnotateAsync(null, [.. Enumerable.Range(0, 200).Select(n => Entry($"/private/b{n}", "", Account))]);
        await AnnotateAsync(null, Entry("/private/c", "", Account));
        AnnotationLogPage first = await Storage.ReadAnnotationLogAsync(Account, 0, default);
        Assert.Equal((2, 600, false), (first.Head, first.Changes.Count, first.IsLast));
        AnnotationLogPage second = await Storage.ReadAnnotationLogAsync(Account, first.Head, default);
        Assert.Equal((3, 1, true), (second.Head, second.Changes.Count, second.IsLast));
    }

    [Fact]
    public async Task A_removed_entry_is_forgotten_after_a_thousand_changes()
    {
        await AnnotateAsync(null, Entry("/private/gone", "x", Account));
        await AnnotateAsync(null, Entry("/private/gone", null, Account));
        for (int n = 0; n < AnnotationLogPage.RememberRemoved; n++)
        {
            Assert.Contains("2 0 own /private/gone", await AnnotationNewsAsync(0));
            await AnnotateAsync(null, Entry("/private/x", $"{n}", Account));
        }
        Assert.Equal([$"{AnnotationLogPage.RememberRemoved + 2} 0 own /private/x"], await AnnotationNewsAsync(0));
    }

    [Fact]
    public async Task Annotations_follow_their_mailbox()
    {
        MailboxInfo made = await MakeAsync("a");
        await AnnotateAsync(made.Id, Entry("/shared/c", "1"), Entry("/private/c", "2", Account));
        await Do(new RenameMailboxChange(Name("a"), Name("b")));
        Assert.Equal(["/shared/c=1"], await AnnotationsAsync(made.Id, "/shared"));
        await Do(new DeleteMailboxChange(Name("b")));
        MailboxInfo again = await MakeAsync("b");
        Assert.Empty(await AnnotationsAsync(again.Id, "/shared"));
        Assert.Empty(await AnnotationsAsync(made.Id, "/shared"));
        Assert.Empty(await AnnotationNewsAsync(0));
    }

    [Fact]
    public async Task Renaming_the_inbox_copies_its_annotations()
    {
        await AnnotateAsync(Inbox, Entry("/shared/c", "1"), Entry("/private/c", "2", Account), Entry("/shared/gone", "3"));
        await AnnotateAsync(Inbox, Entry("/shared/gone", null));
        MailboxInfo made = (await Do(new RenameMailboxChange(Name("INBOX"), Name("old")))).Mailbox!;
        Assert.Equal(["/shared/c=1"], await AnnotationsAsync(Inbox, "/shared"));
        Assert.Equal(["/shared/c=1"], await AnnotationsAsync(made.Id, "/shared"));
        Assert.Equal(["/private/c=2"], await AnnotationsAsync(made.Id, "/private", owner: Account));
        Assert.Equal([$"3 {made.Id.Value} shared /shared/c", $"3 {made.Id.Value} own /private/c"], await AnnotationNewsAsync(2));
    }

    [Fact]
    public async Task A_change_of_annotations_is_told_and_raises_the_mailboxes_number()
    {
        long head = (await LogAsync(Inbox)).State.Head;
        Notices.Clear();
        await AnnotateAsync(Inbox, Entry("/shared/c", "1"));
        Assert.Contains(Notices, n => n.AnnotationsChanged);
        Assert.Contains(Notices, n => n.Mailbox == Inbox);
        Assert.Equal(head + 1, (await LogAsync(Inbox)).State.Head); // RFC 7162 section 3.2
        Notices.Clear();
        await AnnotateAsync(Inbox, Entry("/shared/c", "1"));
        Assert.Empty(Notices);
    }

    [Fact]
    public async Task Another_process_hears_of_annotations()
    {
        await AnnotateAsync(Inbox, Entry("/shared/c", "1"));
        await Storage.RefreshAsync(Account, default);
        Notices.Clear();
        await using (IMailStorage other = Open())
        {
            await other.CommitAsync(Account, new AnnotateChange(Inbox, [Entry("/shared/c", "2")]), default);
        }
        await Storage.RefreshAsync(Account, default);
        Assert.Contains(Notices, n => n.AnnotationsChanged);
        Assert.Equal(["/shared/c=2"], await AnnotationsAsync(Inbox, "/shared"));
    }

    [Fact]
    public async Task An_account_that_is_not_there_has_no_annotations()
    {
        AccountId none = AccountId.New();
        Assert.Empty(await Storage.ReadAnnotationsAsync(none, new AnnotationQuery(null, null, "/shared", AnnotationDepth.All), default));
        Assert.Empty((await Storage.ReadAnnotationLogAsync(none, 0, default)).Changes);
        Assert.Equal(ChangeFailure.NoAccount, (await Storage.CommitAsync(none, new AnnotateChange(null, [Entry("/private/x", "")]), default)).Failure);
    }
}
