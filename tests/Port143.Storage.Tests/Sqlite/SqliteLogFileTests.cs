using Port143.Storage.Sqlite;

namespace Port143.Storage.Tests.Sqlite;

/// <summary>The write-ahead log that gathers frames: other connections see each commit whole and at once, and it is one write.</summary>
public sealed class SqliteLogFileTests : IDisposable
{
    private const string WritesOfThread = "/proc/thread-self/io";
    private readonly string _folder = Directory.CreateTempSubdirectory("port143-log-").FullName;

    private string Path => System.IO.Path.Combine(_folder, "a.db");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private SqliteDatabase Make(int pageSize)
    {
        SqliteDatabase database = SqliteDatabase.Open(Path, create: true);
        database.Execute($"PRAGMA page_size={pageSize}; PRAGMA journal_mode=WAL; CREATE TABLE t(id INTEGER PRIMARY KEY, x BLOB NOT NULL)");
        database.WatchLog();
        return database;
    }

    [Theory]
    [InlineData("FULL")]
    [InlineData("NORMAL")]
    public void A_commit_is_one_write(string synchronous)
    {
        Assert.SkipUnless(File.Exists(WritesOfThread), "The system does not count the writes of a thread.");
        using SqliteDatabase writer = Make(8192);
        writer.Execute($"PRAGMA synchronous={synchronous}; INSERT INTO t(x) VALUES(zeroblob(60000))");
        long before = CountWrites();
        writer.Execute("INSERT INTO t(x) VALUES(zeroblob(60000))");
        Assert.Equal(1, CountWrites() - before);
    }

    // A small cache spills pages into the log before the commit, and writes some of them again: SQLite then mends frames further up.
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public void Others_see_each_commit_whole(int seed)
    {
        var random = new Random(seed);
        using SqliteDatabase first = Make(512 << random.Next(5));
        using SqliteDatabase second = SqliteDatabase.Open(Path, create: false);
        second.WatchLog();
        SqliteDatabase[] writers = [first, second];
        foreach (SqliteDatabase writer in writers)
        {
            writer.Execute("PRAGMA cache_size=3; PRAGMA cache_spill=1");
        }
        var model = new SortedDictionary<long, long>();
        for (int step = 0; step < 300; step++)
        {
            SqliteDatabase writer = writers[random.Next(2)];
            writer.Execute(random.Next(3) == 0 ? "PRAGMA synchronous=FULL" : "PRAGMA synchronous=NORMAL");
            writer.Execute("BEGIN IMMEDIATE");
            var changed = new SortedDictionary<long, long>(model);
            for (int i = random.Next(1, 20); i > 0; i--)
            {
                (long id, long size) = (random.Next(40), random.Next(2) == 0 ? random.Next(100) : random.Next(20_000));
                writer.Prepare("INSERT INTO t(id, x) VALUES(?1, randomblob(?2)) ON CONFLICT(id) DO UPDATE SET x=randomblob(?2)")
                    .Bind(1, id).Bind(2, size).Run();
                changed[id] = size;
            }
            bool isKept = random.Next(4) != 0;
            writer.Execute(isKept ? "COMMIT" : "ROLLBACK");
            model = isKept ? changed : model;
            SqliteDatabase reader = writers[random.Next(2)];
            Assert.Equal(model.Values.Sum(size => Math.Max(size, 1)), reader.Scalar("SELECT coalesce(sum(length(x)), 0) FROM t"));
            if (random.Next(10) == 0)
            {
                writer.Checkpoint(random.Next(2) == 0 ? SqliteNative.CheckpointPassive : SqliteNative.CheckpointTruncate);
            }
        }
        using SqliteStatement check = second.Prepare("PRAGMA integrity_check");
        Assert.True(check.Step());
        Assert.Equal("ok", check.Text(0));
        Assert.Equal(model.Count, first.Scalar("SELECT count(*) FROM t"));
    }

    private static long CountWrites() => long.Parse(
        File.ReadLines(WritesOfThread).Single(l => l.StartsWith("syscw:", StringComparison.Ordinal))["syscw:".Length..]);
}
