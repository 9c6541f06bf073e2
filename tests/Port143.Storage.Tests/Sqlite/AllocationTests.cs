using Port143.Mail;
using Port143.Storage.Index;
using Port143.Storage.Sqlite;
using Port143.Storage.Tests.Contract;

namespace Port143.Storage.Tests.Sqlite;

/// <summary>What the hot paths may allocate. They run for every message or every command of every session.</summary>
public sealed class AllocationTests : IAsyncLifetime
{
    private sealed class Counter : IContentVisitor
    {
        public long Total;

        public bool Visit(int index, in ContentRow row)
        {
            Total += row.Envelope.Length + row.Header.Length + row.Text.Length;
            return true;
        }
    }

    private const int Messages = 2000;
    private readonly string _folder = Directory.CreateTempSubdirectory("port143-alloc-").FullName;
    private readonly AccountId _account = AccountId.New();
    private SqliteMailStorage _storage = null!;
    private MailboxId _inbox;
    private long[] _contents = [];

    public async ValueTask InitializeAsync()
    {
        _storage = SqliteMailStorage.Open(_folder);
        await _storage.CreateAccountAsync(_account, NewMailbox.Defaults, default);
        _inbox = (await _storage.ListMailboxesAsync(_account, default)).Find(MailboxName.Inbox)!.Id;
        await _storage.CommitAsync(_account, new AppendChange(_inbox, [.. Enumerable.Range(0, Messages).Select(n => new NewMessage(
            TestMessages.Stage(_storage, _account, TestMessages.Make(n)), [], default))]), default);
        _contents = [.. (await _storage.ReadLogAsync(_account, _inbox, 0, default))!.Rows.Select(r => r.Content)];
    }

    public async ValueTask DisposeAsync()
    {
        await _storage.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    // The least of ten: a connection that the janitor has just borrowed is opened anew once.
    private static long BytesOf(Action action)
    {
        action();
        action();
        long least = long.MaxValue;
        for (int i = 0; i < 10; i++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            action();
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }
        return least;
    }

    private static void Finish(ValueTask task) => Assert.True(task.IsCompletedSuccessfully); // this engine answers at once

    private static void Finish<T>(ValueTask<T> task) => Assert.True(task.IsCompletedSuccessfully);

    [Theory, InlineData(ContentColumns.Envelope), InlineData(ContentColumns.Header | ContentColumns.Text)]
    public void A_page_of_contents_allocates_nothing_per_message(ContentColumns columns)
    {
        var counter = new Counter();
        long bytes = BytesOf(() =>
        {
            Finish(_storage.ReadContentsAsync(_account, _contents, columns, counter, default));
        });
        Assert.True(counter.Total > 0);
        Assert.InRange(bytes, 0, 256);
    }

    [Fact]
    public async Task Cursors_and_news()
    {
        using var indexes = new MailboxIndexes(_storage);
        MailboxIndex index = (await indexes.OpenAsync(_account, _inbox, default))!;
        Assert.InRange(BytesOf(() => index.OpenCursor(out _, out _, out _)), 0, 256);
        long head = index.State.Head;
        Assert.InRange(BytesOf(() => index.ReadNews(head, head)), 0, 64);
        await _storage.CommitAsync(_account, new StoreChange(_inbox, UidSet.Of(7), FlagMode.Add, ["\\Seen"]), default);
        Assert.InRange(BytesOf(() => index.ReadNews(head, head)), 0, 256);
        Assert.InRange(BytesOf(() => Finish(_storage.RefreshAsync(_account, default))), 0, 256);
    }

    [Fact]
    public void The_log_costs_little_more_than_its_rows()
    {
        long bytes = BytesOf(() => Finish(_storage.ReadLogAsync(_account, _inbox, 0, default)));
        Assert.InRange(bytes / Messages, 0, 200);
    }
}
