namespace Port143.Storage.Sqlite;

/// <summary>
/// One account's mail.db: its connections, its queue of changes and its list of mailboxes. One writer; readers never wait
/// for it. Connections are leased for the length of a page and closed when the account rests.
/// </summary>
internal sealed class SqliteAccount
{
    /// <summary>How many queued changes share a commit at the most, so that the first in line is not kept waiting.</summary>
    private const int GroupLimit = 256;

    private readonly SqliteMailStorage _storage;
    private readonly Lock _lock = new();
    private readonly Stack<SqliteDatabase> _readers = [];
    private readonly Queue<PendingChange> _queue = [];
    private readonly Dictionary<MailboxId, long> _heads = [];
    private SqliteDatabase? _writer;
    private MailboxList? _list;
    private int _listVersion;
    private bool _writing;
    private bool _closed;
    private bool _flagsVolatile;
    private long _lastUse;
    private int _leases;

    public SqliteAccount(SqliteMailStorage storage, AccountId id, string folder)
    {
        _storage = storage;
        Id = id;
        Folder = folder;
        BodyFolder = Path.Combine(folder, "bodies");
        DatabasePath = Path.Combine(folder, "mail.db");
        _lastUse = Environment.TickCount64;
    }

    public AccountId Id { get; }

    public string Folder { get; }

    public string BodyFolder { get; }

    public string DatabasePath { get; }

    /// <summary>Takes a connection for reading. Throws <see cref="SqliteException"/> when the file is missing or broken.</summary>
    public SqliteDatabase Lease()
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_closed, this);
            _lastUse = Environment.TickCount64;
            _leases++;
            if (_readers.TryPop(out SqliteDatabase? reader))
            {
                _storage.IdleConnectionTaken();
                return reader;
            }
        }
        try
        {
            return SqliteSchema.Open(DatabasePath, create: false);
        }
        catch
        {
            lock (_lock)
            {
                _leases--;
            }
            throw;
        }
    }

    /// <summary>Gives a connection back.</summary>
    public void Return(SqliteDatabase reader)
    {
        lock (_lock)
        {
            _leases--;
            if (!_closed && _storage.TryKeepIdleConnection())
            {
                _readers.Push(reader);
                return;
            }
        }
        reader.Dispose();
    }

    /// <summary>Queues a change for the writer.</summary>
    public void Enqueue(PendingChange change)
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_closed, this);
            _lastUse = Environment.TickCount64;
            _queue.Enqueue(change);
            if (_writing)
            {
                return;
            }
            _writing = true;
        }
        _storage.Writers.Schedule(this);
    }

    /// <summary>The list of mailboxes, from memory unless it changed.</summary>
    public MailboxList List()
    {
        if (Volatile.Read(ref _list) is { } list)
        {
            return list;
        }
        int version = Volatile.Read(ref _listVersion);
        SqliteDatabase reader = Lease();
        try
        {
            list = SqliteMailboxReader.ReadList(reader);
        }
        finally
        {
            Return(reader);
        }
        lock (_lock)
        {
            // Kept only if no commit changed the list while it was read.
            if (version == _listVersion)
            {
                _list = list;
            }
        }
        return list;
    }

    /// <summary>Called by a writer thread: commits what is queued, then goes back in line if more came.</summary>
    public void CommitQueued()
    {
        var group = new List<PendingChange>();
        lock (_lock)
        {
            while (group.Count < GroupLimit && _queue.TryDequeue(out PendingChange? change))
            {
                group.Add(change);
            }
        }
        if (group.Count > 0)
        {
            Commit(group);
        }
        lock (_lock)
        {
            if (_queue.Count == 0)
            {
                _writing = false;
                return;
            }
        }
        _storage.Writers.Schedule(this);
    }

    /// <summary>Raises a notice for each mailbox whose head another process moved.</summary>
    public void Refresh()
    {
        var moved = new List<MailboxId>();
        bool listChanged = false;
        SqliteDatabase reader = Lease();
        try
        {
            using SqliteStatement row = reader.Prepare("SELECT id, modseq FROM mailbox");
            var seen = new HashSet<MailboxId>();
            lock (_lock)
            {
                while (row.Step())
                {
                    var id = new MailboxId(row.Int64(0));
                    seen.Add(id);
                    if (_heads.TryGetValue(id, out long head) && head < row.Int64(1))
                    {
                        moved.Add(id);
                    }
                    _heads[id] = Math.Max(head, row.Int64(1));
                }
            }
            MailboxList list = SqliteMailboxReader.ReadList(reader);
            lock (_lock)
            {
                listChanged = _list is not null
                    && (!_list.Mailboxes.SequenceEqual(list.Mailboxes) || !_list.Subscriptions.SetEquals(list.Subscriptions));
                if (listChanged)
                {
                    ForgetList();
                }
            }
        }
        finally
        {
            Return(reader);
        }
        foreach (MailboxId mailbox in moved)
        {
            _storage.Raise(new CommitNotice(Id, mailbox, null, false));
        }
        if (listChanged)
        {
            _storage.Raise(new CommitNotice(Id, null, null, true));
        }
    }

    /// <summary>Whether connections are open that nothing used since <paramref name="since"/> (a tick count).</summary>
    public bool IsResting(long since)
    {
        lock (_lock)
        {
            return _lastUse <= since && !_writing && _leases == 0 && (_writer is not null || _readers.Count > 0);
        }
    }

    /// <summary>Closes the connections that nothing uses; they come back with the next use.</summary>
    public void Rest()
    {
        SqliteDatabase? writer = null;
        SqliteDatabase[] readers;
        lock (_lock)
        {
            if (_writing || _flagsVolatile)
            {
                return;
            }
            readers = [.. _readers];
            _readers.Clear();
            (writer, _writer) = (_writer, null);
        }
        Close(readers, writer);
    }

    /// <summary>Closes the account for good. Queued changes have ended before.</summary>
    public void Close()
    {
        SqliteDatabase? writer;
        SqliteDatabase[] readers;
        lock (_lock)
        {
            _closed = true;
            readers = [.. _readers];
            _readers.Clear();
            (writer, _writer) = (_writer, null);
        }
        Close(readers, writer);
    }

    /// <summary>Makes relaxed flag changes safe from power loss: the write-ahead log holds them, so syncing that is enough.</summary>
    public void SyncFlags()
    {
        lock (_lock)
        {
            if (!_flagsVolatile)
            {
                return;
            }
            _flagsVolatile = false;
        }
        string log = DatabasePath + "-wal";
        if (File.Exists(log))
        {
            using var file = File.OpenHandle(log, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
            Durable.SyncFile(file);
        }
    }

    private void Close(SqliteDatabase[] readers, SqliteDatabase? writer)
    {
        foreach (SqliteDatabase reader in readers)
        {
            _storage.IdleConnectionTaken();
            reader.Dispose();
        }
        writer?.Dispose();
    }

    private void Commit(List<PendingChange> group)
    {
        SqliteTransaction transaction;
        List<CommitNotice> notices;
        try
        {
            transaction = Write(group);
            notices = Remember(transaction);
        }
        catch (Exception error)
        {
            _writer?.RollbackQuietly();
            if (group.Count == 1)
            {
                DropWriterAfter(error);
                group[0].Fail(error);
                return;
            }
            // One of them may be the cause: each gets a transaction of its own.
            foreach (PendingChange change in group)
            {
                Commit([change]);
            }
            return;
        }
        foreach (StagedMessage message in transaction.TakenFiles)
        {
            message.FileTaken();
        }
        // News first: a session that waits for its own change then finds it in memory.
        foreach (CommitNotice notice in notices)
        {
            _storage.Raise(notice);
        }
        _storage.TellOthers(Id);
        foreach (PendingChange change in group)
        {
            change.Complete();
        }
    }

    private SqliteTransaction Write(List<PendingChange> group)
    {
        _writer ??= SqliteSchema.Open(DatabasePath, create: false);
        bool relaxed = !_storage.Options.StrictFlags && group.TrueForAll(c => c.IsRelaxed);
        _writer.Execute(relaxed ? "PRAGMA synchronous=NORMAL" : "PRAGMA synchronous=FULL");
        _writer.Prepare("BEGIN IMMEDIATE").Run();
        var transaction = new SqliteTransaction(_writer, _storage.Now);
        foreach (PendingChange change in group)
        {
            change.Apply(transaction);
        }
        transaction.WriteHeads();
        _writer.Prepare("COMMIT").Run();
        if (relaxed && transaction.Heads.Any(h => h.IsChanged))
        {
            lock (_lock)
            {
                _flagsVolatile = true;
            }
            _storage.FlagsNeedSync(this);
        }
        else if (!relaxed)
        {
            lock (_lock)
            {
                _flagsVolatile = false;
            }
        }
        return transaction;
    }

    private List<CommitNotice> Remember(SqliteTransaction transaction)
    {
        var notices = new List<CommitNotice>();
        lock (_lock)
        {
            if (transaction.ListChanged)
            {
                ForgetList();
            }
            foreach (MailboxHead head in transaction.Heads)
            {
                _heads[head.Id] = head.ModSeq;
                if (head.HasNews)
                {
                    notices.Add(new CommitNotice(Id, head.Id, head.Page(), false));
                }
            }
            foreach (MailboxId deleted in transaction.Deleted)
            {
                _heads.Remove(deleted);
                notices.Add(new CommitNotice(Id, deleted, null, true));
            }
            if (transaction.ListChanged)
            {
                notices.Add(new CommitNotice(Id, null, null, true));
            }
        }
        return notices;
    }

    private void ForgetList()
    {
        _list = null;
        _listVersion++;
    }

    // After an I/O error nothing is known of the connection's state (a failed fsync is not retried).
    private void DropWriterAfter(Exception error)
    {
        if (error is SqliteException)
        {
            _writer?.Dispose();
            _writer = null;
        }
    }
}
