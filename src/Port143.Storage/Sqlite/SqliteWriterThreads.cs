using System.Collections.Concurrent;

namespace Port143.Storage.Sqlite;

/// <summary>
/// A few threads of their own that make commits: a commit waits for the disk, and the thread pool must not. An account is
/// on one thread at a time.
/// </summary>
internal sealed class SqliteWriterThreads : IDisposable
{
    private readonly BlockingCollection<SqliteAccount> _ready = [];
    private readonly List<Thread> _threads = [];
    private readonly int _limit;
    private int _idle;

    public SqliteWriterThreads(int limit) => _limit = limit;

    /// <summary>Puts an account with queued changes in line.</summary>
    public void Schedule(SqliteAccount account)
    {
        _ready.Add(account);
        if (Volatile.Read(ref _idle) == 0)
        {
            AddThread();
        }
    }

    public void Dispose()
    {
        _ready.CompleteAdding();
        Thread[] threads;
        lock (_threads)
        {
            threads = [.. _threads];
        }
        foreach (Thread thread in threads)
        {
            thread.Join();
        }
        _ready.Dispose();
    }

    private void AddThread()
    {
        lock (_threads)
        {
            if (_threads.Count >= _limit || _ready.IsAddingCompleted)
            {
                return;
            }
            var thread = new Thread(Run, 512 * 1024) { IsBackground = true, Name = $"storage writer {_threads.Count + 1}" };
            _threads.Add(thread);
            thread.Start();
        }
    }

    private void Run()
    {
        while (true)
        {
            Interlocked.Increment(ref _idle);
            bool more = _ready.TryTake(out SqliteAccount? account, Timeout.Infinite);
            Interlocked.Decrement(ref _idle);
            if (!more)
            {
                return;
            }
            account!.CommitQueued();
        }
    }
}
