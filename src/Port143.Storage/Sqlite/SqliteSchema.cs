namespace Port143.Storage.Sqlite;

/// <summary>
/// The tables of one account's mail.db. Columns and numbers here reach the disk: change them only with a new
/// <see cref="Version"/> and a step that brings old files forward.
/// </summary>
internal static class SqliteSchema
{
    /// <summary>The version in PRAGMA user_version.</summary>
    public const int Version = 1;

    /// <summary>
    /// Small enough that a one-message commit writes little, large enough that an envelope page holds several messages.
    /// </summary>
    private const int PageSize = 4096;

    private const string Tables = """
        CREATE TABLE counter(name TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID;
        CREATE TABLE mailbox(
            id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL UNIQUE, uidvalidity INTEGER NOT NULL,
            uidnext INTEGER NOT NULL, modseq INTEGER NOT NULL, floor INTEGER NOT NULL, first_recent INTEGER NOT NULL,
            special_use INTEGER NOT NULL);
        CREATE TABLE subscription(name TEXT PRIMARY KEY) WITHOUT ROWID;
        CREATE TABLE keyword(mailbox INTEGER, number INTEGER, name TEXT NOT NULL, PRIMARY KEY(mailbox, number)) WITHOUT ROWID;
        CREATE TABLE message(
            mailbox INTEGER, uid INTEGER, modseq INTEGER NOT NULL, flags INTEGER NOT NULL, flags_high INTEGER NOT NULL,
            date INTEGER NOT NULL, zone INTEGER NOT NULL, saved INTEGER NOT NULL, size INTEGER NOT NULL,
            content INTEGER NOT NULL, PRIMARY KEY(mailbox, uid)) WITHOUT ROWID;
        CREATE TABLE tombstone(
            mailbox INTEGER, modseq INTEGER, uid INTEGER, expunged INTEGER NOT NULL, content INTEGER,
            PRIMARY KEY(mailbox, modseq, uid)) WITHOUT ROWID;
        CREATE TABLE content(
            id INTEGER PRIMARY KEY, envelope BLOB NOT NULL, bodystructure BLOB NOT NULL, body BLOB NOT NULL,
            parts BLOB NOT NULL, preview TEXT NOT NULL, sent INTEGER, sent_zone INTEGER, version INTEGER NOT NULL,
            size INTEGER NOT NULL);
        CREATE TABLE header(id INTEGER PRIMARY KEY, bytes BLOB NOT NULL);
        CREATE TABLE text(id INTEGER PRIMARY KEY, bytes BLOB, file TEXT);
        CREATE TABLE released(content INTEGER PRIMARY KEY);
        """;

    /// <summary>Opens an account's file for use; makes the tables when it is new.</summary>
    public static SqliteDatabase Open(string path, bool create)
    {
        SqliteDatabase database = SqliteDatabase.Open(path, create);
        try
        {
            if (create)
            {
                database.Execute($"PRAGMA page_size={PageSize}; PRAGMA journal_mode=WAL;");
            }
            // The cache is in KiB per connection; pages come from the system's own cache anyway.
            database.Execute("PRAGMA cache_size=-2048; PRAGMA synchronous=FULL; PRAGMA wal_autocheckpoint=4000;"
                + " PRAGMA temp_store=MEMORY; PRAGMA journal_size_limit=67108864;");
            long version = database.Scalar("PRAGMA user_version");
            if (version == 0 && create)
            {
                database.Execute("BEGIN IMMEDIATE;" + Tables + $"PRAGMA user_version={Version}; COMMIT;");
            }
            else if (version != Version)
            {
                throw new InvalidDataException(
                    $"{path} has storage version {version}, and this program reads version {Version}. Use the program that wrote it.");
            }
            return database;
        }
        catch
        {
            database.Dispose();
            throw;
        }
    }
}
