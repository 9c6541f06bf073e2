namespace Port143.Storage.Sqlite;

/// <summary>
/// A few threads of their own that make commits: a commit waits for the disk, and the thread pool must not. An account is
/// on one thread at a time.
/// </summary>
internal sealed class SqliteWriterThreads : IDisposable
{
    private readonly object _lock = new();
    private readonly Queue<SqliteAccount> _ready = new();
    private readonly List<Thread> _threads = [];
    private readonly int _limit;
    private int _waiting; // threads that nobody has called yet
    private bool _ending;

    public SqliteWriterThreads(int limit) => _limit = limit;

    /// <summary>Puts an account with queued changes in line.</summary>
    public void Schedule(SqliteAccount account)
    {
        lock (_lock)
        {
            _ready.Enqueue(account);
            if (_waiting > 0)
            {
                _waiting--;
                Monitor.Pulse(_lock);
            }
            else if (_threads.Count < _limit)
            {
                var thread = new Thread(Run, 512 * 1024) { IsBackground = true, Name = $"storage writer {_threads.Count + 1}" };
                _threads.Add(thread);
                thread.Start();
            }
        }
    }

    /// <summary>Ends the threads when all that was queued is committed.</summary>
    public void Dispose()
    {
        Thread[] threads;
        lock (_lock)
        {
            _ending = true;
            _waiting = 0;
            Monitor.PulseAll(_lock);
            threads = [.. _threads];
        }
        foreach (Thread thread in threads)
        {
            thread.Join();
        }
    }

    private void Run()
    {
        SqliteAccount? again = null;
        while (true)
        {
            SqliteAccount? account;
            lock (_lock)
            {
                if (again is not null)
                {
                    _ready.Enqueue(again); // behind the others: an account with many changes keeps nobody waiting
                }
                while (!_ready.TryDequeue(out account))
                {
                    if (_ending)
                    {
                        return;
                    }
                    _waiting++;
                    Monitor.Wait(_lock);
                }
            }
            again = account.CommitQueued(relaxedOnly: false) ? account : null;
        }
    }
}
