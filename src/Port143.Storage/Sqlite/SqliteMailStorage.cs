using System.Collections.Concurrent;

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
    private readonly ITimer _flagTimer;
    private readonly ITimer _restTimer;
    private readonly Task _hearing;
    private int _idleConnections;
    private int _sweeping;

    private SqliteMailStorage(string dataFolder, SqliteOptions options, TimeProvider time)
    {
        _dataFolder = dataFolder;
        _time = time;
        Options = options;
        Writers = new SqliteWriterThreads(options.Writers);
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
        string folder = FolderOf(account);
        CreatePrivateFolder(folder);
        using (SqliteSchema.Open(Path.Combine(folder, "mail.db"), create: true))
        {
            if (!OperatingSystem.IsWindows())
            {
                File.SetUnixFileMode(Path.Combine(folder, "mail.db"), UnixFileMode.UserRead | UnixFileMode.UserWrite);
            }
        }
        Durable.SyncFolder(folder);
        Durable.SyncFolder(Path.GetDirectoryName(folder)!);
        foreach (NewMailbox mailbox in mailboxes)
        {
            await CommitAsync(account, new CreateMailboxChange(mailbox.Name, mailbox.SpecialUse, Subscribe: true), cancel)
                .ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public ValueTask DeleteAccountAsync(AccountId account, CancellationToken cancel)
    {
        if (_accounts.TryRemove(account, out SqliteAccount? cell))
        {
            cell.Close();
        }
        string folder = FolderOf(account);
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
            Durable.SyncFolder(Path.GetDirectoryName(folder)!);
        }
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask<MailboxList> ListMailboxesAsync(AccountId account, CancellationToken cancel) => new(Cell(account).List());

    /// <inheritdoc/>
    public ValueTask<MailboxState?> OpenMailboxAsync(AccountId account, MailboxId mailbox, CancellationToken cancel) =>
        new(Read(account, reader => SqliteMailboxReader.ReadHead(reader, mailbox)?.State));

    /// <inheritdoc/>
    public async ValueTask<TResult> CommitAsync<TResult>(AccountId account, Change<TResult> change, CancellationToken cancel)
        where TResult : ChangeResult
    {
        cancel.ThrowIfCancellationRequested();
        var pending = new PendingChange<TResult>(change);
        Cell(account).Enqueue(pending);
        // Not cancellable from here: what is queued will be committed, and its caller must learn how it ended.
        return await pending.Done.ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public ValueTask<LogPage?> ReadLogAsync(AccountId account, MailboxId mailbox, long after, CancellationToken cancel) =>
        new(ReadSnapshot(account, reader => SqliteMailboxReader.ReadLog(reader, mailbox, after)));

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<ExpungedUid>?> ReadExpungedAsync(
        AccountId account, MailboxId mailbox, long after, CancellationToken cancel) =>
        new(ReadSnapshot<IReadOnlyList<ExpungedUid>?>(account, reader => SqliteMailboxReader.ReadHead(reader, mailbox) is null
            ? null
            : SqliteMailboxReader.ReadExpunged(reader, mailbox, after)));

    /// <inheritdoc/>
    public ValueTask RefreshAsync(AccountId account, CancellationToken cancel)
    {
        Cell(account).Refresh();
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask<int> ReadContentsAsync(
        AccountId account, ReadOnlyMemory<long> contents, ContentColumns columns, IContentVisitor visitor, CancellationToken cancel)
    {
        SqliteAccount cell = Cell(account);
        SqliteDatabase reader = cell.Lease();
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
    public ValueTask<Stream?> OpenMessageAsync(AccountId account, long content, CancellationToken cancel)
    {
        SqliteAccount cell = Cell(account);
        (string? file, byte[]? bytes) = Read(account, reader =>
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
                : new FileStream(Path.Combine(cell.BodyFolder, file), FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, 0));
        }
        catch (FileNotFoundException)
        {
            return new((Stream?)null);
        }
    }

    /// <inheritdoc/>
    public MessageStaging StageMessage(AccountId account) => new(Path.Combine(FolderOf(account), "bodies"));

    /// <summary>Frees the space of expunged messages of one account now, instead of when it rests. Returns how many were freed.</summary>
    public Task<int> SweepAsync(AccountId account, CancellationToken cancel) => SqliteJanitor.SweepAsync(this, Cell(account), cancel);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await _flagTimer.DisposeAsync().ConfigureAwait(false);
        await _restTimer.DisposeAsync().ConfigureAwait(false);
        await _hearing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _ears?.Dispose();
        Writers.Dispose();
        foreach (SqliteAccount account in _accounts.Values)
        {
            account.SyncFlags();
            account.Close();
        }
        _mouth?.Dispose();
        _stop.Dispose();
    }

    internal void Raise(CommitNotice notice) => Committed?.Invoke(notice);

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

    private SqliteAccount Cell(AccountId account) =>
        _accounts.TryGetValue(account, out SqliteAccount? cell)
            ? cell
            : _accounts.GetOrAdd(account, id => new SqliteAccount(this, id, FolderOf(id)));

    private T Read<T>(AccountId account, Func<SqliteDatabase, T> read)
    {
        SqliteAccount cell = Cell(account);
        SqliteDatabase reader = cell.Lease();
        try
        {
            return read(reader);
        }
        finally
        {
            cell.Return(reader);
        }
    }

    // Several statements that must see one state of the log.
    private T ReadSnapshot<T>(AccountId account, Func<SqliteDatabase, T> read) => Read(account, reader =>
    {
        reader.Prepare("BEGIN").Run();
        try
        {
            return read(reader);
        }
        finally
        {
            reader.RollbackQuietly();
        }
    });

    private async Task HearAsync(ChangeSocket ears)
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                if (await ears.HearAsync(_stop.Token).ConfigureAwait(false) is { } account && Directory.Exists(FolderOf(account)))
                {
                    Cell(account).Refresh();
                }
            }
            catch (Exception error) when (error is OperationCanceledException or ObjectDisposedException)
            {
                return;
            }
            catch (Exception error) when (error is IOException or System.Net.Sockets.SocketException)
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
        if (Interlocked.Exchange(ref _sweeping, 1) == 0)
        {
            _ = Task.Run(RestAsync);
        }
    }

    private async Task RestAsync()
    {
        try
        {
            long since = Environment.TickCount64 - (long)Options.IdleTime.TotalMilliseconds;
            foreach (SqliteAccount account in _accounts.Values)
            {
                if (_stop.IsCancellationRequested)
                {
                    return;
                }
                try
                {
                    if (account.IsResting(since))
                    {
                        await SqliteJanitor.SweepAsync(this, account, _stop.Token).ConfigureAwait(false);
                        account.Rest();
                    }
                }
                catch (Exception error) when (error is IOException or OperationCanceledException or ObjectDisposedException)
                {
                    // A broken account is reported where it is used.
                }
            }
        }
        finally
        {
            Volatile.Write(ref _sweeping, 0);
        }
    }

    private static void CreatePrivateFolder(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder);
        }
        else
        {
            Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }
}
