using System.Diagnostics;
using Port143.Mail;
using Port143.Storage;
using Port143.Storage.Index;
using Port143.Storage.Sqlite;

namespace Port143.Bench.Storage;

/// <summary>
/// What the storage engine does in a second: <c>Port143.Bench storage [--keep FOLDER] [NAME...]</c>. Each figure is the median
/// of some runs; a name runs only the measurements that contain it.
/// </summary>
internal sealed class StorageBench : IAsyncDisposable
{
    private const int Envelopes = 100_000;
    private const int Bodies = 10_000;
    private readonly string _folder;
    private readonly bool _keep;
    private readonly string[] _names;
    private readonly SqliteMailStorage _storage;

    private StorageBench(string folder, bool keep, string[] names)
    {
        _folder = folder;
        _keep = keep;
        _names = names;
        _storage = SqliteMailStorage.Open(folder);
    }

    private static AccountId Small => AccountId.Parse("00000000000000a1");

    private static AccountId Large => AccountId.Parse("00000000000000b1");

    public static async Task<int> RunAsync(string[] arguments)
    {
        bool keep = arguments is ["--keep", _, ..];
        string folder = keep ? Directory.CreateDirectory(arguments[1]).FullName : Directory.CreateTempSubdirectory("port143-bench-").FullName;
        await using var bench = new StorageBench(folder, keep, keep ? arguments[2..] : arguments);
        await bench.RunAsync();
        return 0;
    }

    public async ValueTask DisposeAsync()
    {
        await _storage.DisposeAsync();
        if (!_keep)
        {
            Directory.Delete(_folder, recursive: true);
        }
    }

    private async Task RunAsync()
    {
        MailboxId list = await FillAsync(Small, Envelopes, 1500);
        MailboxId bodies = await FillAsync(Large, Bodies, 24_000);
        await ReadAsync(list, bodies);
        await CommitAsync();
        await BulkAsync();
        await IndexAsync(list);
    }

    private bool Wants(string name) => _names.Length == 0 || _names.Any(n => name.Contains(n, StringComparison.OrdinalIgnoreCase));

    private async Task ReadAsync(MailboxId list, MailboxId bodies)
    {
        await MeasureContentsAsync("envelopes of 100,000", Small, list, ContentColumns.Envelope, 9);
        await MeasureContentsAsync("bodystructures of 100,000", Small, list, ContentColumns.BodyStructure, 5);
        await MeasureContentsAsync("headers of 100,000", Small, list, ContentColumns.Header, 5);
        await MeasureContentsAsync("bodies of 10,000 x 24 KB", Large, bodies, ContentColumns.Header | ContentColumns.Text, 9);
    }

    private async Task MeasureContentsAsync(string name, AccountId account, MailboxId mailbox, ContentColumns columns, int runs)
    {
        if (!Wants(name))
        {
            return;
        }
        long[] contents = [.. (await _storage.ReadLogAsync(account, mailbox, 0, default))!.Rows.Select(r => r.Content)];
        var copier = new CopyingVisitor();
        double time = await MedianAsync(runs, async () =>
        {
            copier.Total = 0;
            // In pages, as FETCH asks for them.
            for (int at = 0; at < contents.Length; at += 1000)
            {
                await _storage.ReadContentsAsync(
                    account, contents.AsMemory(at, Math.Min(1000, contents.Length - at)), columns, copier, default);
            }
        });
        Say(name, $"{time * 1000:0.0} ms, {copier.Total / time / 1e9:0.00} GB/s");
    }

    private async Task CommitAsync()
    {
        await MeasureAppendsAsync("append, 1 account, 1 writer", 1, 1, 2000);
        await MeasureAppendsAsync("append, 1 account, 16 writers", 1, 16, 1000);
        await MeasureAppendsAsync("append, 16 accounts, 1 writer each", 16, 1, 1000);
        if (!Wants("store, 1 message"))
        {
            return;
        }
        AccountId account = AccountId.New();
        MailboxId inbox = await FillAsync(account, 100, 1500);
        var each = new List<double>();
        for (int i = 0; i < 5000; i++)
        {
            long start = Stopwatch.GetTimestamp();
            await _storage.CommitAsync(
                account, new StoreChange(inbox, UidSet.Of(1 + (uint)i % 100), i / 100 % 2 == 0 ? FlagMode.Add : FlagMode.Remove, ["\\Flagged"]), default);
            each.Add(Stopwatch.GetElapsedTime(start).TotalSeconds);
        }
        Say("store, 1 message", Latencies(each));
    }

    private async Task MeasureAppendsAsync(string name, int accounts, int writers, int count)
    {
        if (!Wants(name))
        {
            return;
        }
        byte[][] messages = [.. Enumerable.Range(0, 64).Select(n => SampleMessages.Make(n, 24_000))];
        var inboxes = new List<(AccountId, MailboxId)>();
        for (int i = 0; i < accounts; i++)
        {
            AccountId account = AccountId.New();
            inboxes.Add((account, await FillAsync(account, 200, 24_000))); // warm: the log is written, the code compiled
        }
        var latencies = new List<double>();
        var time = Stopwatch.StartNew();
        TimeSpan cpu = Process.GetCurrentProcess().TotalProcessorTime;
        await Task.WhenAll(inboxes.SelectMany(inbox => Enumerable.Range(0, writers).Select(writer => Task.Run(async () =>
        {
            var mine = new List<double>();
            for (int i = 0; i < count; i++)
            {
                long start = Stopwatch.GetTimestamp();
                await AppendAsync(inbox.Item1, inbox.Item2, messages[(i + writer) % messages.Length]);
                mine.Add(Stopwatch.GetElapsedTime(start).TotalSeconds);
            }
            lock (latencies)
            {
                latencies.AddRange(mine);
            }
        }))));
        double seconds = time.Elapsed.TotalSeconds;
        cpu = Process.GetCurrentProcess().TotalProcessorTime - cpu;
        Say(name, $"{latencies.Count / seconds:0}/s, {Latencies(latencies)}, {cpu.TotalMicroseconds / latencies.Count:0} us CPU each");
        foreach ((AccountId account, _) in inboxes)
        {
            await _storage.DeleteAccountAsync(account, default);
        }
    }

    private async Task BulkAsync()
    {
        AccountId account = AccountId.New();
        MailboxId inbox = await FillAsync(account, 10_000, 1500);
        MailboxId archive = (await _storage.ListMailboxesAsync(account, default)).Find(SpecialUse.Archive)!.Id;
        UidSet all = UidSet.Of(1, 10_000);
        int round = 0;
        await MeasureAsync("store 1:10,000", 21, async () => await _storage.CommitAsync(
            account, new StoreChange(inbox, all, round++ % 2 == 0 ? FlagMode.Add : FlagMode.Remove, ["\\Seen"]), default));
        await MeasureAsync("copy 1:10,000", 9, async () => await _storage.CommitAsync(account, new CopyChange(inbox, all, archive, false), default));
        await MeasureAsync("move 10,000 back", 5, async () =>
        {
            CopyResult copy = await _storage.CommitAsync(account, new CopyChange(archive, UidSet.Of(1, uint.MaxValue), archive, true), default);
            GC.KeepAlive(copy);
        });
        await _storage.CommitAsync(account, new StoreChange(archive, UidSet.Of(1, uint.MaxValue), FlagMode.Add, ["\\Deleted"]), default);
        await MeasureAsync("expunge of all in Archive", 1, async () => await _storage.CommitAsync(account, new ExpungeChange(archive), default));
        await _storage.DeleteAccountAsync(account, default);
    }

    private async Task IndexAsync(MailboxId list)
    {
        await MeasureAsync("log of 100,000", 9, async () => await _storage.ReadLogAsync(Small, list, 0, default));
        await MeasureAsync("index of 100,000", 9, async () =>
        {
            using var indexes = new MailboxIndexes(_storage);
            await indexes.OpenAsync(Small, list, default);
        });
        using var open = new MailboxIndexes(_storage);
        MailboxIndex index = (await open.OpenAsync(Small, list, default))!;
        MeasureEach("open cursor, warm", 20_000, () => index.OpenCursor(out _, out _, out _));
        long head = index.State.Head;
        await _storage.CommitAsync(Small, new StoreChange(list, UidSet.Of(77), FlagMode.Replace, [$"\\Seen", $"k{head % 50}"]), default);
        MeasureEach("news of one change", 100_000, () => index.ReadNews(head, head));
        MeasureEach("no news", 100_000, () => index.ReadNews(head + 1, head + 1));
        MeasureEach("refresh, nothing new", 20_000, () => _storage.RefreshAsync(Small, default).AsTask().GetAwaiter().GetResult());
        int n = 0;
        MeasureEach("refresh after a commit (and the commit)", 2000, () =>
        {
            _storage.CommitAsync(Small, new StoreChange(list, UidSet.Of(77), FlagMode.Replace, n++ % 2 == 0 ? ["\\Seen"] : []), default)
                .AsTask().GetAwaiter().GetResult();
            _storage.RefreshAsync(Small, default).AsTask().GetAwaiter().GetResult();
        });
    }

    private async Task<MailboxId> FillAsync(AccountId account, int count, int size)
    {
        await _storage.CreateAccountAsync(account, NewMailbox.Defaults, default);
        MailboxId inbox = (await _storage.ListMailboxesAsync(account, default)).Find(MailboxName.Inbox)!.Id;
        uint next = (await _storage.OpenMailboxAsync(account, inbox, default))!.UidNext;
        var random = new Random(1);
        for (int at = (int)next - 1; at < count; at += 500)
        {
            await _storage.CommitAsync(account, new AppendChange(inbox, [.. Enumerable.Range(at, Math.Min(500, count - at)).Select(n =>
                Stage(account, SampleMessages.Make(n, size / 2 + random.Next(size))))]), default);
        }
        return inbox;
    }

    private async Task AppendAsync(AccountId account, MailboxId mailbox, byte[] message) =>
        await _storage.CommitAsync(account, new AppendChange(mailbox, [Stage(account, message)]), default);

    private NewMessage Stage(AccountId account, byte[] message)
    {
        using MessageStaging staging = _storage.StageMessage(account);
        staging.Write(message);
        return new NewMessage(staging.Complete(), [], new InternalDate(1_700_000_000, 60));
    }

    private async Task MeasureAsync(string name, int runs, Func<Task> run)
    {
        if (Wants(name))
        {
            Say(name, $"{await MedianAsync(runs, run) * 1000:0.0} ms");
        }
    }

    private void MeasureEach(string name, int count, Action run)
    {
        if (!Wants(name))
        {
            return;
        }
        for (int i = 0; i < count / 10; i++)
        {
            run();
        }
        long bytes = GC.GetAllocatedBytesForCurrentThread();
        long start = Stopwatch.GetTimestamp();
        for (int i = 0; i < count; i++)
        {
            run();
        }
        double each = Stopwatch.GetElapsedTime(start).TotalMicroseconds / count;
        Say(name, $"{each:0.00} us, {(GC.GetAllocatedBytesForCurrentThread() - bytes) / count} bytes");
    }

    private static async Task<double> MedianAsync(int runs, Func<Task> run)
    {
        var times = new List<double>();
        for (int i = 0; i <= runs; i++)
        {
            long start = Stopwatch.GetTimestamp();
            await run();
            times.Add(Stopwatch.GetElapsedTime(start).TotalSeconds);
        }
        if (runs > 1)
        {
            times.RemoveAt(0); // cold
        }
        times.Sort();
        return times[times.Count / 2];
    }

    private static string Latencies(List<double> each)
    {
        each.Sort();
        return $"p50 {each[each.Count / 2] * 1e6:0} us, p99 {each[each.Count * 99 / 100] * 1e6:0} us";
    }

    private static void Say(string name, string value) => Console.WriteLine($"{name,-42} {value}");
}
