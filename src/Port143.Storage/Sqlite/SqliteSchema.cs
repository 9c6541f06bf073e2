using Port143.Storage.Sqlite.Changes;

namespace Port143.Storage.Sqlite;

/// <summary>
/// The tables of one account's mail.db. Columns and numbers here reach the disk: change them only with a new step.
/// </summary>
internal static class SqliteSchema
{
    /// <summary>
    /// Small enough that a one-message commit writes little, large enough that a body takes few pages: against 4 KB, bodies are
    /// read a third faster, lists of envelopes a fifth.
    /// </summary>
    public const int PageSize = 8192;

    /// <summary>Kibibytes of pages that a connection keeps; the system's own cache holds the rest.</summary>
    private const string ReaderCache = "PRAGMA cache_size=-1024; PRAGMA temp_store=MEMORY;";

    private const string WriterCache =
        "PRAGMA cache_size=-4096; PRAGMA temp_store=MEMORY; PRAGMA synchronous=FULL; PRAGMA journal_size_limit=16777216;";

    /// <summary>How a file came to be what it is, a step for each version.</summary>
    public static readonly SqliteVersions Versions = new([Mail, Annotations, Sharing, Threads, UrlKeys, Quota, Seen, Usage, Search, WideStores, Nul]);

    private const string Mail = """
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
        CREATE INDEX text_file ON text(file) WHERE file IS NOT NULL;
        CREATE TABLE released(content INTEGER PRIMARY KEY, times INTEGER NOT NULL);
        """;

    // mailbox 0 is the account as a whole, owner '' everybody; changed is the number in the log. An entry without a value was
    // removed, which the log tells for a while.
    private const string Annotations = """
        CREATE TABLE annotation(
            id INTEGER PRIMARY KEY, mailbox INTEGER NOT NULL, owner TEXT NOT NULL, entry TEXT NOT NULL COLLATE NOCASE,
            changed INTEGER NOT NULL, value BLOB, UNIQUE(mailbox, owner, entry));
        CREATE INDEX annotation_changed ON annotation(changed);
        CREATE INDEX annotation_removed ON annotation(changed) WHERE value IS NULL;
        """;

    // A mailbox's access control list: a line for each entry, as AccessControlList writes it.
    private const string Sharing = """
        ALTER TABLE mailbox ADD COLUMN acl TEXT NOT NULL DEFAULT '';
        """;

    // The keys of THREAD, apart from the content: all of them are read at once, and nothing else then.
    private const string Threads = "CREATE TABLE thread(id INTEGER PRIMARY KEY, bytes BLOB NOT NULL);";

    // A mailbox has a key when somebody asked for a URL with authorization.
    private const string UrlKeys = """
        CREATE TABLE url_key(mailbox INTEGER PRIMARY KEY, key BLOB NOT NULL);
        """;

    // The one row of usage is kept exact by triggers, whatever adds and removes rows; of messages later by the transaction.
    private const string Quota = """
        CREATE TABLE usage(
            id INTEGER PRIMARY KEY, storage INTEGER NOT NULL, messages INTEGER NOT NULL, mailboxes INTEGER NOT NULL,
            annotations INTEGER NOT NULL);
        INSERT INTO usage(id, storage, messages, mailboxes, annotations) SELECT 1,
            (SELECT coalesce(sum(size), 0) FROM message), (SELECT count(*) FROM message), (SELECT count(*) FROM mailbox),
            (SELECT coalesce(sum(length(value)), 0) FROM annotation);
        CREATE TABLE quota(id INTEGER PRIMARY KEY, storage INTEGER, messages INTEGER, mailboxes INTEGER, annotations INTEGER);
        CREATE TRIGGER usage_message_added AFTER INSERT ON message BEGIN
            UPDATE usage SET storage=storage+new.size, messages=messages+1; END;
        CREATE TRIGGER usage_message_removed AFTER DELETE ON message BEGIN
            UPDATE usage SET storage=storage-old.size, messages=messages-1; END;
        CREATE TRIGGER usage_mailbox_added AFTER INSERT ON mailbox BEGIN UPDATE usage SET mailboxes=mailboxes+1; END;
        CREATE TRIGGER usage_mailbox_removed AFTER DELETE ON mailbox BEGIN UPDATE usage SET mailboxes=mailboxes-1; END;
        CREATE TRIGGER usage_annotation_added AFTER INSERT ON annotation BEGIN
            UPDATE usage SET annotations=annotations+coalesce(length(new.value), 0); END;
        CREATE TRIGGER usage_annotation_changed AFTER UPDATE OF value ON annotation BEGIN
            UPDATE usage SET annotations=annotations+coalesce(length(new.value), 0)-coalesce(length(old.value), 0); END;
        CREATE TRIGGER usage_annotation_removed AFTER DELETE ON annotation BEGIN
            UPDATE usage SET annotations=annotations-coalesce(length(old.value), 0); END;
        """;

    // Readers with \Seen of their own: a row for each message where one ever set it. By message first: so it is joined and dropped.
    private const string Seen = """
        CREATE TABLE seen(
            mailbox INTEGER, uid INTEGER, reader TEXT, modseq INTEGER NOT NULL, is_seen INTEGER NOT NULL,
            PRIMARY KEY(mailbox, uid, reader)) WITHOUT ROWID;
        """;

    // Triggers for each message cost more than the rows of a large COPY or EXPUNGE: transactions count instead.
    private const string Usage = "DROP TRIGGER usage_message_added; DROP TRIGGER usage_message_removed;";

    // The index that SEARCH asks: segments (SqliteSegment) and their blocks of terms (SqliteSearchIndex.BlockId).
    private const string Search = """
        CREATE TABLE search_segment(
            id INTEGER PRIMARY KEY AUTOINCREMENT, first INTEGER NOT NULL, last INTEGER NOT NULL, contents INTEGER NOT NULL,
            gone INTEGER NOT NULL, version INTEGER NOT NULL, state INTEGER NOT NULL, cut BLOB NOT NULL);
        CREATE TABLE search_block(id INTEGER PRIMARY KEY, terms BLOB NOT NULL, lists BLOB NOT NULL);
        """;

    // STOREs over many messages (SqliteWideStores), which message rows from before do not know of yet.
    private const string WideStores = """
        CREATE TABLE wide_store(
            mailbox INTEGER, modseq INTEGER, removed INTEGER NOT NULL, removed_high INTEGER NOT NULL, added INTEGER NOT NULL,
            added_high INTEGER NOT NULL, uids BLOB NOT NULL, PRIMARY KEY(mailbox, modseq)) WITHOUT ROWID;
        """;

    // Whether a message has a NUL anywhere, header included; null where it was filed before anybody looked.
    private const string Nul = "ALTER TABLE text ADD COLUMN has_nul INTEGER;";

    /// <summary>Makes an account's file with these mailboxes in it, durably; nothing is changed when it exists already.</summary>
    public static void Create(string path, IReadOnlyList<NewMailbox> mailboxes, long now)
    {
        using SqliteDatabase database = SqliteDatabase.Open(path, create: true);
        database.Execute($"PRAGMA page_size={PageSize}; PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; BEGIN IMMEDIATE;");
        try
        {
            // Tables and mailboxes in one transaction: an account is there with all its mailboxes or not at all.
            Versions.TakeSteps(database);
            var transaction = new SqliteTransaction(database, now, new SqliteOptions());
            foreach (NewMailbox mailbox in mailboxes)
            {
                SqliteCreateMailbox.Apply(transaction, new CreateMailboxChange(mailbox.Name, mailbox.SpecialUse, Subscribe: true));
            }
            transaction.WriteHeads();
            database.Execute("COMMIT");
        }
        finally
        {
            database.RollbackQuietly();
        }
    }

    /// <summary>Opens an account's file for reading.</summary>
    public static SqliteDatabase OpenReader(string path) => Open(path, ReaderCache);

    /// <summary>Opens an account's file for writing; checkpoints are the caller's.</summary>
    public static SqliteDatabase OpenWriter(string path)
    {
        SqliteDatabase database = Open(path, WriterCache);
        database.WatchLog();
        return database;
    }

    private static SqliteDatabase Open(string path, string pragmas)
    {
        SqliteDatabase database = SqliteDatabase.Open(path, create: false);
        try
        {
            database.Execute(pragmas);
            Versions.Bring(database);
            return database;
        }
        catch
        {
            database.Dispose();
            throw;
        }
    }
}
