using Port143.Storage.Sqlite;

namespace Port143.Storage;

/// <summary>The tables of directory.db.</summary>
internal static class DirectorySchema
{
    /// <summary>The version that this program reads and writes (PRAGMA user_version).</summary>
    public const int Version = 1;

    // The audit trail cannot be changed through SQL, by accident or by a bug.
    private const string Tables = """
        CREATE TABLE account (
            id       TEXT PRIMARY KEY,
            address  TEXT NOT NULL UNIQUE,
            created  INTEGER NOT NULL,
            disabled INTEGER NOT NULL,
            password TEXT NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE audit (
            seq     INTEGER PRIMARY KEY AUTOINCREMENT,
            at      INTEGER NOT NULL,
            actor   TEXT NOT NULL,
            action  TEXT NOT NULL,
            account TEXT NOT NULL,
            address TEXT NOT NULL
        ) STRICT;
        CREATE TRIGGER audit_keep BEFORE DELETE ON audit BEGIN SELECT RAISE(ABORT, 'the audit trail is append-only'); END;
        CREATE TRIGGER audit_fix BEFORE UPDATE ON audit BEGIN SELECT RAISE(ABORT, 'the audit trail is append-only'); END;
        PRAGMA user_version = 1;
        """;

    /// <summary>Sets up a connection and makes the tables in a new file. Another process may be doing the same.</summary>
    public static void Prepare(SqliteDatabase database)
    {
        SwitchToWal(database);
        database.Execute("PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA trusted_schema = OFF");
        if (database.Scalar("PRAGMA user_version") == 0)
        {
            database.Execute("BEGIN IMMEDIATE");
            try
            {
                if (database.Scalar("PRAGMA user_version") == 0)
                {
                    database.Execute(Tables);
                }
                database.Execute("COMMIT");
            }
            catch
            {
                database.RollbackQuietly();
                throw;
            }
        }
        long version = database.Scalar("PRAGMA user_version");
        if (version != Version)
        {
            throw new InvalidDataException(
                $"{database.Path}: the directory has format {version} and this program knows {Version}; use a newer port143.");
        }
    }

    // SQLite does not wait for other connections here, whatever the busy timeout says.
    private static void SwitchToWal(SqliteDatabase database)
    {
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                database.Execute("PRAGMA journal_mode = WAL");
                return;
            }
            catch (SqliteException error) when (error.IsBusy && attempt < 100)
            {
                Thread.Sleep(20);
            }
        }
    }
}
