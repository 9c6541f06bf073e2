using Port143.Storage.Sqlite;

namespace Port143.Storage;

/// <summary>The tables of directory.db.</summary>
internal static class DirectorySchema
{
    /// <summary>How a file came to be what it is, a step for each version.</summary>
    public static readonly SqliteVersions Versions = new([Accounts]);

    // The audit trail cannot be changed through SQL, by accident or by a bug.
    private const string Accounts = """
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
        """;

    /// <summary>Sets up a connection and makes the tables in a new file. Another process may be doing the same.</summary>
    public static void Prepare(SqliteDatabase database)
    {
        SwitchToWal(database);
        database.Execute("PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA trusted_schema = OFF");
        Versions.Bring(database);
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
