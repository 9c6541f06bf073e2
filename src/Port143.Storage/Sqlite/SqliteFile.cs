namespace Port143.Storage.Sqlite;

/// <summary>SQLite's <c>sqlite3_file</c>; what follows the methods is theirs.</summary>
internal unsafe struct SqliteFile
{
    public SqliteFileMethods* Methods;
}
