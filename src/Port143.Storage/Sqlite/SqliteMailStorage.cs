using System.Collections.Concurrent;
using System.Diagnostics;
using Port143.Storage.Sqlite.Changes;

namespace Port143.Storage.Sqlite;

/// <summary>
/// The default engine: one SQLite file per account in WAL mode. An account is a cell: it can be backed up, restored, moved
/// or deleted as a folder.
/// <para>
/// Rules that a change here must keep: readers are leased for a page and never held while a client is awaited; all writes
/// of an account go through its queue; a file is durable before the commit that names it, and is deleted after the commit
/// that drops it.
/// </para>
/// </summary>
public sealed class SqliteMailStorage : IMailStorage
{
    private readonly string _dataFolder;
    private readonly TimeProvider _time;
    private readonly ConcurrentDictionary<AccountId, SqliteAccount> _accounts = new();
    private readonly ConcurrentQueue<SqliteAccount> _volatileFlags = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly ChangeSocket? _ears;
    private readonly ChangeSocket? _mouth;
    private SqliteIndexThread? _indexing;
    private readonly ITimer _flagTimer;
    private readonly ITimer _restTimer;
    private readonly Task _hearing;
    private int _idleConnections;
    private Task _sweep = Task.CompletedTask;
    private bool _disposed;
    private bool _trashDeleted;

    private SqliteMailStorage(string dataFolder, SqliteOptions options, TimeProvider time)
    {
        _dataFolder = dataFolder;
        _time = time;
        Options = options;
        Writers = new SqliteWriterThreads(options.Writers);
        Reserve = new DiskReserve(dataFolder, options.Reserve);
        Reserve.TryHold();
        if (options.ListenForChanges)
        {
            _ears = ChangeSocket.Listen(dataFolder);
        }
        else
        {
            _mouth = ChangeSocket.Teller(dataFolder);
        }
        _hearing = _ears is null ? Task.CompletedTask : HearAsync(_ears);
        _flagTimer = time.CreateTimer(_ => SyncFlags(), null, options.FlagDelay / 2, options.FlagDelay / 2);
        _restTimer = time.CreateTimer(_ => Rest(), null, options.IdleTime / 2, options.IdleTime / 2);
    }

    /// <inheritdoc/>
    public event Action<CommitNotice>? Committed;

    internal SqliteOptions Options { get; }

    internal SqliteWriterThreads Writers { get; }

    internal DiskReserve Reserve { get; }

    internal long Now => _time.GetUtcNow().ToUnixTimeSeconds();

    /// <summary>Opens the mail of a data folder, which must exist. Accounts are opened when they are used.</summary>
    public static SqliteMailStorage Open(string dataFolder, SqliteOptions? options = null, TimeProvider? time = null)
    {
        if (!Directory.Exists(dataFolder))
        {
            throw new DirectoryNotFoundException($"The data folder {dataFolder} does not exist.");
        }
        return new SqliteMailStorage(dataFolder, options ?? new SqliteOptions(), time ?? TimeProvider.System);
    }

    /// <inheritdoc/>
    public async ValueTask CreateAccountAsync(AccountId account, IReadOnlyList<NewMailbox> mailboxes, CancellationToken cancel)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (_accounts.TryGetValue(account, out SqliteAccount? old) && old.IsDeleted)
        {
            await old.CloseAsync().ConfigureAwait(false);
            _accounts.TryRemove(new(account, old));
        }
        string folder = FolderOf(account);
        Durable.CreateFolder(Path.Combine(folder, "bodies"));
        string path = Path.Combine(folder, "mail.db");
        SqliteSchema.Create(path, mailboxes, Now);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }
        Durable.SyncFolder(folder);
        TellOthers(account);
    }

    /// <inheritdoc/>
    public async ValueTask DeleteAccountAsync(AccountId account, CancellationToken cancel)
    {
        await ForgetAsync(account).ConfigureAwait(false);
        string folder = FolderOf(account);
        if (!Directory.Exists(folder))
        {
            return;
        }
        // Gone in one step, whenever the power fails; what remains of it has a name that no account can have.
        string parent = Path.GetDirectoryName(folder)!;
        string trash = Path.Combine(parent, $"{account.Value}{SqliteJanitor.TrashMark}{Guid.NewGuid():N}");
        Directory.Move(folder, trash);
        Durable.SyncFolder(parent);
        SqliteJanitor.DeleteTrash(parent);
        TellOthers(account);
    }

    /// <inheritdoc/>
    public ValueTask<MailboxList> ListMailboxesAsync(AccountId account, CancellationToken cancel) => new(Cell(account).News.List());

    /// <inheritdoc/>
    public ValueTask<MailboxState?> OpenMailboxAsync(AccountId account, MailboxId mailbox, CancellationToken cancel) =>
        new(Cell(account).Read((MailboxState?)null, reader => SqliteMailboxReader.ReadHead(reader, mailbox)?.State));

    /// <inheritdoc/>
    public async ValueTask<TResult> CommitAsync<TResult>(AccountId account, Change<TResult> change, CancellationToken cancel)
        where TResult : ChangeResult
    {
        var pending = new PendingChange<TResult>(change);
        try
        {
            cancel.ThrowIfCancellationRequested();
            Cell(account).Enqueue([pending]);
        }
        catch (Exception error) when (error is OperationCanceledException or ObjectDisposedException)
        {
            pending.Fail(error, keepFiles: false);
        }
        // Not cancellable from here: what is queued will be committed, and its caller must learn how it ended.
        return await pending.Done.ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public IReadOnlyList<Task<TResult>> CommitAll<TResult>(
        AccountId account, IReadOnlyList<Change<TResult>> changes, CancellationToken cancel)
        where TResult : ChangeResult
    {
        PendingChange<TResult>[] pending = [.. changes.Select(c => new PendingChange<TResult>(c))];
        try
        {
            cancel.ThrowIfCancellationRequested();
            Cell(account).Enqueue(pending);
        }
        catch (Exception error) when (error is OperationCanceledException or ObjectDisposedException)
        {
            foreach (PendingChange<TResult> change in pending)
            {
                change.Fail(error, keepFiles: false);
            }
        }
        return Array.ConvertAll(pending, p => p.Done);
    }

    /// <inheritdoc/>
    public ValueTask<LogPage?> ReadLogAsync(AccountId account, MailboxId mailbox, long after, CancellationToken cancel) =>
        new(Cell(account).ReadSnapshot((LogPage?)null, reader => SqliteMailboxReader.ReadLog(reader, mailbox, after)));

    /// <inheritdoc/>
    public ValueTask<LogPage?> ReadLogAsync(
        AccountId account, MailboxId mailbox, AccountId reader, long after, CancellationToken cancel) =>
        new(Cell(account).ReadSnapshot((LogPage?)null, database => SqliteMailboxReader.ReadLog(database, mailbox, after, reader)));

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<ExpungedUid>?> ReadExpungedAsync(
        AccountId account, MailboxId mailbox, long after, CancellationToken cancel) =>
        new(Cell(account).ReadSnapshot((IReadOnlyList<ExpungedUid>?)null, reader =>
            SqliteMailboxReader.ReadHead(reader, mailbox) is null ? null : SqliteMailboxReader.ReadExpunged(reader, mailbox, after)));

    /// <inheritdoc/>
    public ValueTask<byte[]?> ReadUrlKeyAsync(AccountId account, MailboxId mailbox, CancellationToken cancel) =>
        new(Cell(account).Read((byte[]?)null, reader => SqliteUrlKey.Read(reader, mailbox)));

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<Annotation>> ReadAnnotationsAsync(AccountId account, AnnotationQuery query, CancellationToken cancel) =>
        new(Cell(account).Read((IReadOnlyList<Annotation>)[], reader => SqliteAnnotationReader.Read(reader, query)));

    /// <inheritdoc/>
    public ValueTask<AnnotationLogPage> ReadAnnotationLogAsync(AccountId account, long after, CancellationToken cancel) =>
        new(Cell(account).ReadSnapshot(
            new AnnotationLogPage(0, [], IsLast: true), reader => SqliteAnnotationReader.ReadLog(reader, after)));

    /// <inheritdoc/>
    public ValueTask<Quota?> ReadQuotaAsync(AccountId account, CancellationToken cancel) =>
        new(Cell(account).Read((Quota?)null, reader => SqliteQuota.Read(reader, Options.DefaultQuota)));

    /// <inheritdoc/>
    public ValueTask RefreshAsync(AccountId account, CancellationToken cancel)
    {
        Cell(account).News.Refresh();
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask<int> ReadContentsAsync(
        AccountId account, ReadOnlyMemory<long> contents, ContentColumns columns, IContentVisitor visitor, CancellationToken cancel)
    {
        SqliteAccount cell = Cell(account);
        if (cell.Lease() is not { } reader)
        {
            return new(SqliteContentReader.VisitMissing(contents.Length, visitor));
        }
        try
        {
            return new(SqliteContentReader.Read(reader, contents.Span, columns, visitor));
        }
        finally
        {
            cell.Return(reader);
        }
    }

    /// <inheritdoc/>
    public ValueTask<TextHits> FindTextAsync(AccountId account, TextQuery query, CancellationToken cancel) =>
        new(Cell(account).ReadSnapshot(TextHits.Unknown, reader => SqliteSearchIndex.Find(reader, query)));

    /// <inheritdoc/>
    public ValueTask<Stream?> OpenMessageAsync(AccountId account, long content, CancellationToken cancel)
    {
        SqliteAccount cell = Cell(account);
        (string? file, byte[]? bytes) = cell.Read(((string?)null, (byte[]?)null), reader =>
        {
            using SqliteStatement row = reader.Prepare(
                "SELECT text.file, header.bytes, text.bytes FROM text JOIN header ON header.id=text.id WHERE text.id=?");
            if (!row.Bind(1, content).Step())
            {
                return (null, null);
            }
            return row.IsNull(0) ? (null, (byte[])[.. row.Blob(1), .. row.Blob(2)]) : ((string?)row.Text(0), (byte[]?)null);
        });
        try
        {
            return new(file is null
                ? bytes is null ? null : new MemoryStream(bytes, writable: false)
                : new MessageFileStream(Path.Combine(cell.BodyFolder, file)));
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            return new((Stream?)null);
        }
    }

    /// <inheritdoc/>
    public MessageStaging StageMessage(AccountId account) => new(Path.Combine(FolderOf(account), "bodies"));

    /// <summary>
    /// Brings the search index of an account up to date now, on a thread of its own. Returns false when somebody else is at it. Throws
    /// <see cref="IOException"/> when it cannot be written.
    /// </summary>
    /// <param name="account">The account.</param>
    /// <param name="rebuild">Whether to begin with an empty index.</param>
    /// <param name="indexed">Is told how many contents each batch had.</param>
    /// <param name="cancel">To stop; what was done stays.</param>
    public Task<bool> IndexAsync(AccountId account, bool rebuild, Action<int>? indexed, CancellationToken cancel) => Task.Factory.StartNew(
        () => SqliteIndexer.Run(this, Cell(account), rebuild, indexed, cancel),
        cancel, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    /// <summary>From now on a thread of this process indexes new mail for SEARCH: the server's, not those of command-line verbs.</summary>
    public void IndexBehindDelivery() => _indexing ??= new SqliteIndexThread(this);

    /// <summary>How far the search index of an account is.</summary>
    public SearchIndexState ReadIndexState(AccountId account) => Cell(account).ReadSnapshot(default(SearchIndexState), SqliteSearchIndex.ReadState);

    /// <summary>
    /// Frees the space of expunged messages of one account now, instead of when it rests, deletes files that were left over
    /// by a crash more than a day ago, and brings digests of an older parser up to date. Returns how many contents were freed.
    /// </summary>
    public async Task<int> SweepAsync(AccountId account, CancellationToken cancel)
    {
        SqliteAccount cell = Cell(account);
        cell.SweepBegins();
        SqliteJanitor.DeleteOrphans(cell, _time.GetUtcNow());
        await SqliteDigestUpdater.UpdateAsync(this, cell, cancel).ConfigureAwait(false);
        return await SqliteJanitor.SweepAsync(this, cell, cancel).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, true))
        {
            return;
        }
        await _stop.CancelAsync().ConfigureAwait(false);
        await _flagTimer.DisposeAsync().ConfigureAwait(false);
        await _restTimer.DisposeAsync().ConfigureAwait(false);
        _indexing?.Dispose();
        await _hearing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _sweep.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _ears?.Dispose();
        foreach (SqliteAccount account in _accounts.Values)
        {
            account.End(delete: false);
        }
        Writers.Dispose();
        SyncFlags();
        foreach (SqliteAccount account in _accounts.Values)
        {
            await account.CloseAsync().ConfigureAwait(false);
        }
        _mouth?.Dispose();
        _stop.Dispose();
    }

    internal void Raise(CommitNotice notice)
    {
        try
        {
            Committed?.Invoke(notice);
        }
        catch (Exception error)
        {
            // A handler's bug must not take the writer with it, nor keep the others from hearing of their own changes.
            Trace.TraceError($"a handler of {nameof(Committed)} threw: {error}");
        }
    }

    /// <summary>Has an account indexed soon, when it has new contents.</summary>
    internal void IndexLater(SqliteAccount account) => _indexing?.Add(account);

    internal void TellOthers(AccountId account) => _mouth?.Tell(account);

    internal void FlagsNeedSync(SqliteAccount account) => _volatileFlags.Enqueue(account);

    internal bool TryKeepIdleConnection()
    {
        if (Interlocked.Increment(ref _idleConnections) <= Options.IdleConnections)
        {
            return true;
        }
        Interlocked.Decrement(ref _idleConnections);
        return false;
    }

    internal void IdleConnectionTaken() => Interlocked.Decrement(ref _idleConnections);

    /// <summary>The folder that holds all of an account.</summary>
    public string FolderOf(AccountId account) => Path.Combine(_dataFolder, "accounts", account.Value[..2], account.Value);

    private SqliteAccount Cell(AccountId account)
    {
        if (_accounts.TryGetValue(account, out SqliteAccount? cell))
        {
            return cell;
        }
        ObjectDisposedException.ThrowIf(_disposed, this);
        cell = _accounts.GetOrAdd(account, id => new SqliteAccount(this, id, FolderOf(id)));
        IndexLater(cell); // it may have been left unfinished
        return cell;
    }

    // The cell stays, as the mark of an account that was deleted: no connection may be opened until its folder is gone.
    private async Task ForgetAsync(AccountId account)
    {
        SqliteAccount cell = Cell(account);
        cell.End(delete: true);
        await cell.CloseAsync().ConfigureAwait(false);
        cell.News.TellDeleted();
    }

    private async Task HearAsync(ChangeSocket ears)
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                if (await ears.HearAsync(_stop.Token).ConfigureAwait(false) is not { } account)
                {
                    continue;
                }
                if (Directory.Exists(FolderOf(account)))
                {
                    if (_accounts.TryGetValue(account, out SqliteAccount? cell) && !cell.IsDeleted)
                    {
                        cell.News.Refresh();
                        IndexLater(cell);
                    }
                }
                else if (_accounts.ContainsKey(account))
                {
                    await ForgetAsync(account).ConfigureAwait(false);
                }
            }
            catch (Exception error) when (error is OperationCanceledException or ObjectDisposedException)
            {
                return; // the storage closes
            }
            catch (Exception error) when (error is IOException or InvalidDataException or System.Net.Sockets.SocketException)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(100), _time, CancellationToken.None).ConfigureAwait(false);
            }
        }
    }

    private void SyncFlags()
    {
        while (_volatileFlags.TryDequeue(out SqliteAccount? account))
        {
            try
            {
                account.SyncFlags();
            }
            catch (IOException)
            {
                // The next full commit of the account meets the same disk and reports it to its client.
            }
        }
    }

    private void Rest()
    {
        if (_sweep.IsCompleted && !_stop.IsCancellationRequested)
        {
            _sweep = Task.Run(RestAsync);
        }
    }

    private async Task RestAsync()
    {
        if (!_trashDeleted)
        {
            _trashDeleted = true;
            SqliteJanitor.DeleteAllTrash(Path.Combine(_dataFolder, "accounts"));
        }
        long now = Environment.TickCount64;
        foreach (SqliteAccount account in _accounts.Values)
        {
            try
            {
                bool isResting = account.IsResting(now - (long)Options.IdleTime.TotalMilliseconds);
                if (account.NeedsSweep(isResting ? now : now - (long)Options.SweepTime.TotalMilliseconds))
                {
                    await SweepAsync(account.Id, _stop.Token).ConfigureAwait(false);
                }
                if (isResting)
                {
                    account.Rest();
                }
            }
            catch (Exception error) when (error is IOException or InvalidDataException or ObjectDisposedException)
            {
                // A broken account is reported where it is used.
            }
        }
    }
}
