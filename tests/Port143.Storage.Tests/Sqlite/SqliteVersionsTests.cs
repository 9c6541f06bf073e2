using Port143.Storage.Sqlite;

namespace Port143.Storage.Tests.Sqlite;

public sealed class SqliteVersionsTests : IDisposable
{
    private readonly string _path = Path.Combine(Path.GetTempPath(), $"port143-versions-{Guid.NewGuid():N}.db");
    private readonly SqliteVersions _old = new(["CREATE TABLE a(x);"]);
    private readonly SqliteVersions _new = new(["CREATE TABLE a(x);", "CREATE TABLE b(y); INSERT INTO b SELECT x FROM a;"]);

    public void Dispose() => File.Delete(_path);

    [Fact]
    public void An_older_file_is_brought_forward_once()
    {
        using SqliteDatabase database = SqliteDatabase.Open(_path, create: true);
        _old.Bring(database);
        database.Execute("INSERT INTO a VALUES(7)");
        _new.Bring(database);
        _new.Bring(database);
        Assert.Equal(2, database.Scalar("PRAGMA user_version"));
        Assert.Equal(7, database.Scalar("SELECT sum(y) FROM b"));
    }

    [Fact]
    public void A_step_that_fails_leaves_the_file_as_it_was()
    {
        using SqliteDatabase database = SqliteDatabase.Open(_path, create: true);
        _old.Bring(database);
        var broken = new SqliteVersions(["CREATE TABLE a(x);", "CREATE TABLE b(y);", "CREATE TABLE b(y);"]);
        Assert.Throws<SqliteException>(() => broken.Bring(database));
        Assert.Equal(1, database.Scalar("PRAGMA user_version"));
        Assert.Equal(0, database.Scalar("SELECT count(*) FROM sqlite_schema WHERE name='b'"));
    }

    [Fact]
    public void A_file_of_a_later_program_is_refused()
    {
        using SqliteDatabase database = SqliteDatabase.Open(_path, create: true);
        _new.Bring(database);
        InvalidDataException refusal = Assert.Throws<InvalidDataException>(() => _old.Bring(database));
        Assert.Contains("has format 2, and this program knows 1", refusal.Message, StringComparison.Ordinal);
    }
}
