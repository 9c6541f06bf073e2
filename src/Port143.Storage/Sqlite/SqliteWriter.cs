using System.Diagnostics.CodeAnalysis;

namespace Port143.Storage.Sqlite;

/// <summary>
/// The one connection that writes an account's file, and its group commit. Its account sees to it that one thread at a time
/// is here.
/// </summary>
internal sealed class SqliteWriter
{
    /// <summary>How many queued changes share a commit at the most, so that the first in line is not kept waiting.</summary>
    public const int GroupLimit = 256;

    /// <summary>
    /// After how many frames (of a page each) the write-ahead log is moved into the file, if nobody waits. It begins anew in
    /// place, where a synced write costs half of what it does at the end of a growing file.
    /// </summary>
    private const int CheckpointFrames = 1000;

    /// <summary>After how many frames waiting changes must wait a little longer.</summary>
    private const int UrgentFrames = 3000;

    /// <summary>After how many frames even readers are waited for, so that the log can begin anew.</summary>
    private const int RestartFrames = 8000;

    private readonly SqliteAccount _account;
    private readonly SqliteMailStorage _storage;
    private readonly Lock _flagLock = new();
    private SqliteDatabase? _database;
    private bool _isRelaxed; // what PRAGMA synchronous is set to
    private bool _isSuspect;
    private bool _flagsVolatile;
    private int _checkpointAt = CheckpointFrames;
    private int _lastFrames;

    public SqliteWriter(SqliteAccount account, SqliteMailStorage storage)
    {
        _account = account;
        _storage = storage;
    }

    /// <summary>Whether the connection is open.</summary>
    public bool IsOpen => _database is not null;

    /// <summary>Whether the log holds flag changes that a power loss would take.</summary>
    public bool FlagsAreVolatile => Volatile.Read(ref _flagsVolatile);

    /// <summary>Whether the log has grown long enough to be moved into the file.</summary>
    public bool IsCheckpointDue => _database is { } database && database.LogFrames >= _checkpointAt;

    /// <summary>Makes these changes in one transaction, tells the news and hands out the results.</summary>
    public void Commit(List<PendingChange> group)
    {
        if (!_storage.Reserve.TryHold())
        {
            RefuseWhatDoesNotFit(group);
        }
        SqliteTransaction? transaction;
        try
        {
            if (group.Count == 0)
            {
                return;
            }
            transaction = Write(group);
        }
        catch (Exception error)
        {
            _database?.RollbackQuietly();
            if (group.Count > 1 && IsOfOneChange(error))
            {
                // One of them is the cause: each gets a transaction of its own.
                foreach (PendingChange change in group)
                {
                    Commit([change]);
                }
                return;
            }
            if (error is not SqliteException { IsDiskFull: true } || !TryMakeRoom(group, out transaction))
            {
                Fail(group, error);
                return;
            }
        }
        foreach (StagedMessage message in transaction.TakenFiles)
        {
            message.FileTaken();
        }
        if (transaction.HasReleased)
        {
            _account.HasReleased = true;
        }
        if (transaction.HasContents)
        {
            _storage.IndexLater(_account);
        }
        // News first: a session that waits for its own change then finds it in memory.
        _account.News.Tell(transaction);
        foreach (PendingChange change in group)
        {
            change.Complete();
        }
    }

    /// <summary>Moves the log into the file when it is long enough. Nobody waits for this but those who come meanwhile.</summary>
    public void CheckpointIfDue(bool isWaitedFor)
    {
        if (!IsCheckpointDue || (isWaitedFor && _database!.LogFrames < UrgentFrames))
        {
            return;
        }
        int frames = _database!.LogFrames;
        try
        {
            _database.Checkpoint(frames < RestartFrames ? SqliteNative.CheckpointPassive : SqliteNative.CheckpointRestart);
            _checkpointAt = frames + CheckpointFrames; // a reader may keep the log from beginning anew
        }
        catch (SqliteException)
        {
            Distrust();
        }
    }

    /// <summary>
    /// Makes relaxed flag changes safe from power loss: the log holds them, so syncing that is enough. Called by a timer.
    /// </summary>
    public void SyncFlags()
    {
        lock (_flagLock)
        {
            if (!_flagsVolatile)
            {
                return;
            }
            _flagsVolatile = false;
        }
        try
        {
            using var log = File.OpenHandle(
                _account.DatabasePath + "-wal", FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
            Durable.SyncFile(log);
        }
        catch (FileNotFoundException)
        {
            // The log was moved into the file and deleted, which included syncing it.
        }
        catch (IOException)
        {
            _isSuspect = true;
            throw;
        }
    }

    /// <summary>Closes the connection; it comes back with the next change.</summary>
    public void Close()
    {
        _database?.Dispose();
        _database = null;
    }

    private SqliteTransaction Write(List<PendingChange> group)
    {
        if (_isSuspect)
        {
            Close();
        }
        SqliteDatabase database = _database ??= Open();
        bool relaxed = !_storage.Options.StrictFlags && group.TrueForAll(c => c.IsRelaxed);
        if (relaxed != _isRelaxed)
        {
            database.Execute(relaxed ? "PRAGMA synchronous=NORMAL" : "PRAGMA synchronous=FULL");
            _isRelaxed = relaxed;
        }
        database.Prepare("BEGIN IMMEDIATE").Run();
        var transaction = new SqliteTransaction(database, _storage.Now, _storage.Options);
        foreach (PendingChange change in group)
        {
            change.Apply(transaction);
        }
        transaction.WriteHeads();
        database.Prepare("COMMIT").Run();
        if (database.LogFrames < _lastFrames)
        {
            _checkpointAt = CheckpointFrames; // it began anew
        }
        _lastFrames = database.LogFrames;
        RememberFlags(relaxed, transaction);
        return transaction;
    }

    private void RememberFlags(bool relaxed, SqliteTransaction transaction)
    {
        lock (_flagLock)
        {
            if (!relaxed)
            {
                _flagsVolatile = false;
                return;
            }
            if (_flagsVolatile || !transaction.Heads.Any(h => h.IsChanged))
            {
                return;
            }
            _flagsVolatile = true;
        }
        _storage.FlagsNeedSync(_account);
    }

    private SqliteDatabase Open()
    {
        SqliteDatabase database = SqliteSchema.OpenWriter(_account.DatabasePath);
        _isRelaxed = false;
        _lastFrames = 0;
        _checkpointAt = CheckpointFrames;
        if (!_isSuspect)
        {
            return database;
        }
        // After a failed sync the system may have dropped pages of the log that it calls clean, and nothing behind such a hole
        // would survive a power loss. So the log is moved into the file and emptied before anything else is acknowledged.
        try
        {
            if (!database.Checkpoint(SqliteNative.CheckpointTruncate))
            {
                throw new IOException($"{_account.DatabasePath}: a write failed before, and the log cannot be emptied now.");
            }
        }
        catch
        {
            database.Dispose();
            throw;
        }
        _isSuspect = false;
        return database;
    }

    // A full disk may still have room for the small ones; after broken I/O nothing is tried again.
    private static bool IsOfOneChange(Exception error) =>
        error is not SqliteException failure ? error is not IOException : failure.IsDiskFull || failure.IsOfStatement;

    // On a full disk: only into pages that are free within the file.
    private void RefuseWhatDoesNotFit(List<PendingChange> group)
    {
        long free = -1;
        group.RemoveAll(change =>
        {
            if (change.Growth == 0)
            {
                return false;
            }
            free = free < 0 ? FindFreeBytes() : free;
            free -= change.Growth;
            if (free >= 0)
            {
                return false;
            }
            change.Refuse(ChangeFailure.DiskFull, keepFiles: false);
            free = 0;
            return true;
        });
    }

    private long FindFreeBytes()
    {
        try
        {
            SqliteDatabase database = _database ??= Open();
            long free = database.Scalar("PRAGMA freelist_count") * SqliteSchema.PageSize;
            return free > 0 && database.Checkpoint(SqliteNative.CheckpointRestart) ? free : 0;
        }
        catch (IOException)
        {
            return 0;
        }
    }

    // The reserve makes room for what users do to get room, and for the log of what goes into free pages of the file.
    private bool TryMakeRoom(List<PendingChange> group, [NotNullWhen(true)] out SqliteTransaction? transaction)
    {
        transaction = null;
        _storage.Reserve.Release();
        long growth = group.Sum(c => c.Growth);
        if (growth > 0 && FindFreeBytes() < growth)
        {
            return false;
        }
        // Moving the log can take the very room that was given up, so that comes second.
        return TryWriteAgain(group, moveLogFirst: false, out transaction) || TryWriteAgain(group, moveLogFirst: true, out transaction);
    }

    private bool TryWriteAgain(List<PendingChange> group, bool moveLogFirst, [NotNullWhen(true)] out SqliteTransaction? transaction)
    {
        transaction = null;
        try
        {
            if (moveLogFirst)
            {
                _database?.Checkpoint(SqliteNative.CheckpointRestart);
            }
            transaction = Write(group);
            return true;
        }
        catch (SqliteException)
        {
            _database?.RollbackQuietly();
            return false;
        }
    }

    private void Fail(List<PendingChange> group, Exception error)
    {
        var failure = error as SqliteException;
        bool isMissing = failure is { IsCannotOpen: true } && !File.Exists(_account.DatabasePath);
        bool isUnknown = failure is { IsIoError: true };
        if (failure is { IsOfStatement: false, IsBusy: false } && (isUnknown || !failure.IsDiskFull))
        {
            Distrust();
        }
        foreach (PendingChange change in group)
        {
            if (isMissing)
            {
                change.Refuse(ChangeFailure.NoAccount, keepFiles: false);
            }
            else if (failure is { IsDiskFull: true })
            {
                change.Refuse(ChangeFailure.DiskFull, isUnknown);
            }
            else
            {
                change.Fail(error, isUnknown);
            }
        }
    }

    // Nothing is known of the connection's state (a failed fsync is not tried again).
    private void Distrust()
    {
        Close();
        _isSuspect = true;
    }
}
