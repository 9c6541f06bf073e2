using Port143.Storage.Sqlite;

namespace Port143.Storage;

/// <summary>The tables of directory.db.</summary>
internal static class DirectorySchema
{
    /// <summary>How a file came to be what it is, a step for each version.</summary>
    public static readonly SqliteVersions Versions = new([Accounts, Devices, Shares, SignIns, SecondFactors]);

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

    // A device's mailboxes are their numbers and its networks are in CIDR form, each list with blanks between.
    private const string Devices = """
        ALTER TABLE audit ADD COLUMN detail TEXT NOT NULL DEFAULT '';
        CREATE TABLE secret (
            purpose TEXT PRIMARY KEY,
            value   BLOB NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE device (
            id            TEXT PRIMARY KEY,
            account       TEXT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
            name          TEXT NOT NULL,
            created       INTEGER NOT NULL,
            read_only     INTEGER NOT NULL,
            mailboxes     TEXT NOT NULL,
            expires       INTEGER,
            networks      TEXT NOT NULL,
            last_used     INTEGER,
            last_address  TEXT,
            tag           BLOB NOT NULL,
            salt          BLOB NOT NULL,
            iterations    INTEGER NOT NULL,
            stored_sha1   BLOB NOT NULL,
            server_sha1   BLOB NOT NULL,
            stored_sha256 BLOB NOT NULL,
            server_sha256 BLOB NOT NULL,
            UNIQUE (account, name)
        ) STRICT, WITHOUT ROWID;
        """;

    // Who shares with whom; "reader" is an address or the word anyone.
    private const string Shares = """
        CREATE TABLE share (
            reader TEXT NOT NULL,
            owner  TEXT NOT NULL,
            PRIMARY KEY (reader, owner)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX share_owner ON share (owner);
        """;

    // A history row stands for the sign-ins of one day (days since 1970) that were alike. The serial counts passwords, so that a
    // session knows that its own is not the account's any more, whatever becomes of the hash.
    private const string SignIns = """
        ALTER TABLE account ADD COLUMN password_serial INTEGER NOT NULL DEFAULT 0;
        CREATE TABLE sign_in (
            account TEXT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
            day     INTEGER NOT NULL,
            network TEXT NOT NULL,
            by      TEXT NOT NULL,
            cause   TEXT NOT NULL,
            address TEXT NOT NULL,
            first   INTEGER NOT NULL,
            last    INTEGER NOT NULL,
            count   INTEGER NOT NULL,
            PRIMARY KEY (account, day, network, by, cause)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX sign_in_last ON sign_in (account, last);
        CREATE TABLE block (
            subject TEXT PRIMARY KEY,
            cause   TEXT NOT NULL,
            since   INTEGER NOT NULL,
            until   INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX audit_at ON audit (at);
        CREATE INDEX audit_action ON audit (action);
        """;

    // The steps of codes are numbers of half minutes since 1970; 0 is before all.
    private const string SecondFactors = """
        CREATE TABLE second_factor (
            account   TEXT PRIMARY KEY REFERENCES account (id) ON DELETE CASCADE,
            key       BLOB NOT NULL,
            created   INTEGER NOT NULL,
            confirmed INTEGER,
            last_step INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE recovery_code (
            account TEXT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
            tag     BLOB NOT NULL,
            PRIMARY KEY (account, tag)
        ) STRICT, WITHOUT ROWID;
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
