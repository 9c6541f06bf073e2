using Port143.Mail;
using Port143.Storage.Index;
using Port143.Storage.Sqlite;
using Port143.Storage.Tests.Contract;

namespace Port143.Storage.Tests.Index;

/// <summary>Columns that were kept up to date by notices equal those read anew, however badly the notices came.</summary>
public sealed class MailboxIndexTests : IDisposable
{
    private static readonly UidSet Everything = UidSet.Of(1, uint.MaxValue);
    private readonly string _folder = Directory.CreateTempSubdirectory("port143-index-").FullName;
    private readonly AccountId _account = AccountId.New();

    public static TheoryData<int> Seeds => [.. Enumerable.Range(0, TestDose.Of(30, 1500)).Select(n => TestDose.Seed + n)];

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory, MemberData(nameof(Seeds))]
    public async Task Notices_in_order_doubled_dropped_and_late(int seed)
    {
        var random = new RandomChanges(seed);
        // A third of them with an engine whose notices have STOREs over many messages as one entry.
        await using IMailStorage storage = seed % 3 != 0
            ? new MemoryMailStorage(new MemoryDisk(), _folder, TimeProvider.System)
            : SqliteMailStorage.Open(_folder, new SqliteOptions { WideStore = 1 });
        await storage.CreateAccountAsync(_account, [new NewMailbox(MailboxName.Inbox)], default);
        MailboxId inbox = (await storage.ListMailboxesAsync(_account, default)).Mailboxes[0].Id;
        var late = new List<LogPage>();
        storage.Committed += n => late.Add(n.Page!);
        // Every other time as a reader with \Seen of his own sees it.
        async Task<LogPage> ReadAsync(long after) => seed % 2 == 0
            ? (await storage.ReadLogAsync(_account, inbox, after, default))!
            : (await storage.ReadLogAsync(_account, inbox, RandomChanges.Reader, after, default))!;
        var index = new MailboxIndex(_account, inbox, await ReadAsync(0));
        var clients = new List<CursorClient> { new(index) };
        int size = random.Next(10) == 0 ? 3000 : 20; // now and then more than the index remembers one by one
        for (int step = 0; step < 80; step++)
        {
            await ChangeAsync(storage, inbox, random, size);
            while (late.Count > 0 && random.Next(3) != 0)
            {
                int which = random.Next(4) == 0 ? random.Next(late.Count) : 0;
                LogPage page = late[which];
                if (random.Next(5) != 0)
                {
                    late.RemoveAt(which); // else it comes once more
                }
                if (random.Next(6) != 0 && !index.TryApply(page))
                {
                    Assert.True(index.TryApply(await ReadAsync(index.State.Head)));
                }
            }
            if (random.Next(10) == 0)
            {
                clients.Add(new CursorClient(index));
            }
            await clients[random.Next(clients.Count)].ListenAsync(storage, random.Next(2) == 0);
            FindChangedMustEqualAScan(index, UidSet.Of((uint)(1 + random.Next(20)), uint.MaxValue), index.State.Head - random.Next(60));
        }
        index.TryApply(await ReadAsync(index.State.Head));
        LogPage all = await ReadAsync(0);
        MustEqual(all, index, new MailboxIndex(_account, inbox, all));
        foreach (CursorClient client in clients)
        {
            await client.ListenAsync(storage, expungesToo: true);
            client.MustEqual(all);
        }
    }

    private static void FindChangedMustEqualAScan(MailboxIndex index, UidSet among, long after)
    {
        var rows = new MessageRow[index.Count];
        int count = index.CopyRows(among, 1, rows);
        var expected = new UidSetBuilder();
        foreach (MessageRow row in rows.AsSpan(0, count))
        {
            if (row.ModSeq > after)
            {
                expected.Add(row.Uid);
            }
        }
        Assert.Equal(expected.Build(), index.FindChanged(among, after));
    }

    [Fact]
    public async Task A_mailbox_opened_in_a_storm_of_changes_misses_none()
    {
        await using SqliteMailStorage storage = SqliteMailStorage.Open(_folder, new SqliteOptions { WideStore = 1 });
        await storage.CreateAccountAsync(_account, NewMailbox.Defaults, default);
        MailboxId inbox = (await storage.ListMailboxesAsync(_account, default)).Find(MailboxName.Inbox)!.Id;
        using var stop = new CancellationTokenSource();
        Task storm = Task.WhenAll(Enumerable.Range(0, 4).Select(n => Task.Run(async () =>
        {
            var random = new RandomChanges(n);
            while (!stop.IsCancellationRequested)
            {
                await ChangeAsync(storage, inbox, random, 3);
            }
        })));
        for (int round = 0; round < 20; round++)
        {
            using var indexes = new MailboxIndexes(storage);
            MailboxIndex[] opened = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ =>
                Task.Run(async () => (await indexes.OpenAsync(_account, inbox, default))!)));
            Assert.All(opened, i => Assert.Same(opened[0], i));
            var client = new CursorClient(opened[0]);
            await Task.Delay(10);
            await client.ListenAsync(storage, round % 2 == 0);
            AppendResult mine = await storage.CommitAsync(
                _account, new AppendChange(inbox, [new NewMessage(TestMessages.Stage(storage, _account, TestMessages.Make(1)), [], default)]), default);
            // Whoever waited for a change finds it in memory, or the log past it.
            Assert.True(opened[0].State.Head >= mine.ModSeq);
        }
        await stop.CancelAsync();
        await storm;
        using var quiet = new MailboxIndexes(storage);
        MailboxIndex last = (await quiet.OpenAsync(_account, inbox, default))!;
        LogPage all = (await storage.ReadLogAsync(_account, inbox, 0, default))!;
        MustEqual(all, last, new MailboxIndex(_account, inbox, all));
    }

    [Fact]
    public async Task A_deleted_mailbox_ends_its_sessions()
    {
        await using SqliteMailStorage storage = SqliteMailStorage.Open(_folder);
        await storage.CreateAccountAsync(_account, NewMailbox.Defaults, default);
        MailboxInfo sent = (await storage.ListMailboxesAsync(_account, default)).Find(SpecialUse.Sent)!;
        using var indexes = new MailboxIndexes(storage);
        MailboxIndex index = (await indexes.OpenAsync(_account, sent.Id, default))!;
        int lists = 0;
        indexes.ListChanged += _ => lists++;
        await storage.CommitAsync(_account, new DeleteMailboxChange(sent.Name), default);
        Assert.True(index.IsGone);
        Assert.True(lists > 0);
        Assert.Null(await indexes.OpenAsync(_account, sent.Id, default));
        Assert.Null(await indexes.OpenAsync(_account, new MailboxId(4711), default));
        Assert.Null(await indexes.OpenAsync(AccountId.New(), sent.Id, default));
    }

    [Fact]
    public async Task Each_session_can_claim_recent_messages_once()
    {
        await using var storage = new MemoryMailStorage(new MemoryDisk(), _folder, TimeProvider.System);
        await storage.CreateAccountAsync(_account, NewMailbox.Defaults, default);
        MailboxId inbox = (await storage.ListMailboxesAsync(_account, default)).Mailboxes[0].Id;
        using var indexes = new MailboxIndexes(storage);
        MailboxIndex index = (await indexes.OpenAsync(_account, inbox, default))!;
        Assert.Null(index.ClaimRecent());
        await ChangeAsync(storage, inbox, new RandomChanges(1), 4, append: true);
        Assert.Equal(1u, index.ClaimRecent());
        Assert.Null(index.ClaimRecent());
        Assert.Equal(index.State.UidNext, index.FirstRecent);
    }

    private static void MustEqual(LogPage all, MailboxIndex kept, MailboxIndex fresh)
    {
        Assert.Equal(all.State.Head, kept.State.Head);
        Assert.Equal(all.Rows, Rows(kept));
        Assert.Equal(all.Rows, Rows(fresh));
        Assert.Equal(fresh.Counts, kept.Counts);
        Assert.Equal(fresh.AllUids(), kept.AllUids());
        MailboxCursor a = kept.OpenCursor(out _, out _, out uint unseen), b = fresh.OpenCursor(out _, out _, out uint freshUnseen);
        Assert.Equal(freshUnseen, unseen);
        Assert.Equal((uint)(all.Rows.ToList().FindIndex(r => !r.Flags.Has(SystemFlag.Seen)) + 1), unseen);
        Assert.Equal(b.Numbers.ToUidSet(), a.Numbers.ToUidSet());
        Assert.Equal(all.Rows.Sum(r => r.Size), (long)kept.Counts.Size);
    }

    private static List<MessageRow> Rows(MailboxIndex index)
    {
        var all = new List<MessageRow>();
        var page = new MessageRow[7];
        uint from = 1;
        for (int n = page.Length; n == page.Length; from = all.Count == 0 ? 1 : all[^1].Uid + 1)
        {
            n = index.CopyRows(Everything, from, page);
            all.AddRange(page[..n]);
        }
        return all;
    }

    private async Task ChangeAsync(IMailStorage storage, MailboxId mailbox, RandomChanges random, int size, bool append = false)
    {
        uint uidNext = (await storage.OpenMailboxAsync(_account, mailbox, default))!.UidNext;
        switch (append ? 0 : random.Next(5))
        {
            case 0 or 1:
                await storage.CommitAsync(_account, new AppendChange(mailbox, [.. Enumerable.Range(0, random.Next(size) + (append ? 1 : 0)).Select(n =>
                    new NewMessage(TestMessages.Stage(storage, _account, TestMessages.Make(n, 100)), random.SomeFlags(), default))], random.SomeReader()), default);
                break;
            case 2 or 3:
                await storage.CommitAsync(_account, new StoreChange(
                    mailbox, random.SomeUids(uidNext), (FlagMode)random.Next(3), random.SomeFlags(), Reader: random.SomeReader()), default);
                break;
            default:
                await storage.CommitAsync(_account, new ExpungeChange(mailbox), default);
                break;
        }
    }
}
