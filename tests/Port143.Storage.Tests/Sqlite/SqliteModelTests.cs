using Port143.Storage.Index;
using Port143.Storage.Sqlite;
using Port143.Storage.Tests.Contract;

namespace Port143.Storage.Tests.Sqlite;

/// <summary>The engine does what the model does, whatever is asked of it.</summary>
public sealed class SqliteModelTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("port143-model-").FullName;

    public static TheoryData<int> Seeds => [.. Enumerable.Range(0, TestDose.Of(12, 500)).Select(n => TestDose.Seed + n)];

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory, MemberData(nameof(Seeds))]
    public async Task Random_changes(int seed)
    {
        var time = new ManualTime();
        var account = AccountId.New();
        var random = new RandomChanges(seed);
        await using var model = new MemoryMailStorage(new MemoryDisk(), _folder, time);
        // Every other time with STOREs that are kept as rows of their own.
        SqliteOptions options = seed % 2 == 0 ? new SqliteOptions() : new SqliteOptions { WideStore = 1, WideStoreLimit = 3 };
        SqliteMailStorage engine = SqliteMailStorage.Open(_folder, options, time);
        var columns = new MailboxIndexes(engine);
        try
        {
            await model.CreateAccountAsync(account, NewMailbox.Defaults, default);
            await engine.CreateAccountAsync(account, NewMailbox.Defaults, default);
            for (int step = 0; step < 80; step++)
            {
                time.Now += TimeSpan.FromSeconds(random.Next(3));
                await new EngineComparison(engine, model, account, columns).StepAsync(random);
                if (random.Next(20) == 0)
                {
                    await engine.SweepAsync(account, default);
                }
                if (random.Next(40) == 0)
                {
                    await engine.DisposeAsync();
                    columns.Dispose();
                    engine = SqliteMailStorage.Open(_folder, options, time);
                    columns = new MailboxIndexes(engine);
                }
            }
            await engine.SweepAsync(account, default);
            await new EngineComparison(engine, model, account, columns).CompareContentsAsync();
        }
        finally
        {
            columns.Dispose();
            await engine.DisposeAsync();
        }
    }
}
