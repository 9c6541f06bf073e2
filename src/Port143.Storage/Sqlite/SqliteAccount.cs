namespace Port143.Storage.Sqlite;

/// <summary>
/// One account's mail.db: its connections, its queue of changes and its list of mailboxes. One writer; readers never wait
/// for it. Connections are leased for the length of a page and closed when the account rests.
/// </summary>
internal sealed class SqliteAccount
{
    private readonly SqliteMailStorage _storage;
    private readonly Lock _lock = new();
    private readonly Stack<SqliteDatabase> _readers = [];
    private readonly Queue<PendingChange> _queue = [];
    private readonly List<PendingChange> _group = [];
    private readonly SqliteWriter _writer;
    private readonly SqliteAccountNews _news;
    private readonly TaskCompletionSource _quiet = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _writing;
    private bool _closed;
    private bool _deleted;
    private long _lastUse;
    private long _lastSweep;
    private int _leases;

    public SqliteAccount(SqliteMailStorage storage, AccountId id, string folder)
    {
        _storage = storage;
        Id = id;
        Folder = folder;
        BodyFolder = Path.Combine(folder, "bodies");
        DatabasePath = Path.Combine(folder, "mail.db");
        _writer = new SqliteWriter(this, storage);
        _news = new SqliteAccountNews(this, storage);
        _lastUse = _lastSweep = Environment.TickCount64;
    }

    public AccountId Id { get; }

    public string Folder { get; }

    public string BodyFolder { get; }

    public string DatabasePath { get; }

    /// <summary>What is known of its mailboxes.</summary>
    public SqliteAccountNews News => _news;

    /// <summary>Whether the account was deleted; it then looks like one that never was.</summary>
    public bool IsDeleted => Volatile.Read(ref _deleted);

    /// <summary>Set by the writer when the janitor has something to do.</summary>
    public bool HasReleased { get; set; } = true;

    /// <summary>
    /// Takes a connection for reading; null when there is no such account. Throws <see cref="SqliteException"/> when its file
    /// is broken.
    /// </summary>
    public SqliteDatabase? Lease()
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_closed, _storage);
            if (_deleted)
            {
                return null;
            }
            _lastUse = Environment.TickCount64;
            _leases++;
            if (_readers.TryPop(out SqliteDatabase? reader))
            {
                _storage.IdleConnectionTaken();
                return reader;
            }
        }
        bool opened = false;
        try
        {
            SqliteDatabase reader = SqliteSchema.OpenReader(DatabasePath);
            opened = true;
            return reader;
        }
        catch (SqliteException error) when (error.IsCannotOpen && !File.Exists(DatabasePath))
        {
            return null;
        }
        finally
        {
            if (!opened)
            {
                lock (_lock)
                {
                    EndLease();
                }
            }
        }
    }

    /// <summary>Gives a connection back.</summary>
    public void Return(SqliteDatabase reader)
    {
        lock (_lock)
        {
            if (!_closed && !_deleted && _storage.TryKeepIdleConnection())
            {
                _readers.Push(reader);
                EndLease();
                return;
            }
        }
        reader.Dispose();
        lock (_lock)
        {
            EndLease();
        }
    }

    /// <summary>Reads something with a leased connection; <paramref name="missing"/> when there is no such account.</summary>
    public T Read<T>(T missing, Func<SqliteDatabase, T> read)
    {
        SqliteDatabase? reader = Lease();
        if (reader is null)
        {
            return missing;
        }
        try
        {
            return read(reader);
        }
        finally
        {
            Return(reader);
        }
    }

    /// <summary>The same with several statements that must see one state of the log.</summary>
    public T ReadSnapshot<T>(T missing, Func<SqliteDatabase, T> read) => Read(missing, reader =>
    {
        reader.Prepare("BEGIN").Run();
        try
        {
            T result = read(reader);
            reader.Prepare("COMMIT").Run();
            return result;
        }
        catch
        {
            reader.RollbackQuietly();
            throw;
        }
    });

    /// <summary>
    /// Queues changes for the writer, one after the other. Those that need not wait for the disk are made here and now if nobody
    /// else writes: handing them to another thread would cost more than making them.
    /// </summary>
    public void Enqueue(ReadOnlySpan<PendingChange> changes)
    {
        bool isRelaxed = !_storage.Options.StrictFlags;
        bool isDeleted;
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_closed, _storage);
            _lastUse = Environment.TickCount64;
            isDeleted = _deleted;
            if (!isDeleted)
            {
                foreach (PendingChange change in changes)
                {
                    _queue.Enqueue(change);
                    isRelaxed &= change.IsRelaxed && !change.IsOfBackground;
                }
                if (_writing)
                {
                    return;
                }
                _writing = true;
            }
        }
        if (isDeleted)
        {
            foreach (PendingChange change in changes)
            {
                change.Refuse(ChangeFailure.NoAccount, keepFiles: false);
            }
        }
        else if (!isRelaxed || CommitQueued(relaxedOnly: true))
        {
            _storage.Writers.Schedule(this);
        }
    }

    /// <summary>
    /// Commits what is queued, as one group; only one thread at a time is here. Returns whether more came meanwhile, and the
    /// account must get in line again.
    /// </summary>
    public bool CommitQueued(bool relaxedOnly)
    {
        _group.Clear();
        lock (_lock)
        {
            while (_group.Count < SqliteWriter.GroupLimit && _queue.TryPeek(out PendingChange? change)
                && (change.IsRelaxed || !relaxedOnly))
            {
                _group.Add(_queue.Dequeue());
            }
        }
        if (_group.Count > 0)
        {
            _writer.Commit(_group);
        }
        if (!relaxedOnly)
        {
            bool isWaitedFor;
            lock (_lock)
            {
                isWaitedFor = _queue.Count > 0;
            }
            _writer.CheckpointIfDue(isWaitedFor);
        }
        lock (_lock)
        {
            _group.Clear();
            if (_queue.Count > 0 || (relaxedOnly && _writer.IsCheckpointDue))
            {
                return true;
            }
            _writing = false;
            CheckQuiet();
            return false;
        }
    }

    /// <summary>Whether connections are open that nothing used since <paramref name="since"/> (a tick count).</summary>
    public bool IsResting(long since)
    {
        lock (_lock)
        {
            return _lastUse <= since && !_writing && _leases == 0 && (_writer.IsOpen || _readers.Count > 0);
        }
    }

    /// <summary>Whether the janitor has something to do and was not here since <paramref name="since"/> (a tick count).</summary>
    public bool NeedsSweep(long since)
    {
        lock (_lock)
        {
            return HasReleased && _lastSweep <= since && !_closed && !_deleted && (_writer.IsOpen || _readers.Count > 0);
        }
    }

    /// <summary>Says that the janitor comes now.</summary>
    public void SweepBegins()
    {
        lock (_lock)
        {
            HasReleased = false;
            _lastSweep = Environment.TickCount64;
        }
    }

    /// <summary>Closes the connections that nothing uses; they come back with the next use.</summary>
    public void Rest()
    {
        lock (_lock)
        {
            if (!_writing && !_writer.FlagsAreVolatile)
            {
                CloseReaders();
                _writer.Close();
            }
        }
    }

    /// <summary>Takes no more uses: the storage closes, or the account is deleted.</summary>
    public void End(bool delete)
    {
        lock (_lock)
        {
            _deleted |= delete;
            _closed |= !delete;
            CheckQuiet();
        }
    }

    /// <summary>Closes the account once all uses have ended; comes after <see cref="End"/>.</summary>
    public async Task CloseAsync()
    {
        await _quiet.Task.ConfigureAwait(false);
        lock (_lock)
        {
            CloseReaders();
            _writer.Close();
        }
    }

    /// <summary>Makes relaxed flag changes safe from power loss.</summary>
    public void SyncFlags() => _writer.SyncFlags();

    private void EndLease()
    {
        _leases--;
        CheckQuiet();
    }

    private void CheckQuiet()
    {
        if ((_closed || _deleted) && !_writing && _leases == 0)
        {
            _quiet.TrySetResult();
        }
    }

    private void CloseReaders()
    {
        while (_readers.TryPop(out SqliteDatabase? reader))
        {
            _storage.IdleConnectionTaken();
            reader.Dispose();
        }
    }
}
