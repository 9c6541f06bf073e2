namespace Port143.Server.Authentication;

/// <summary>
/// Runs password hashing on threads of its own, as many at once as there are processors, so that sign-ins can starve neither
/// the thread pool nor memory. A bounded number waits; who comes after is told so. A place is held by the work, not by
/// whoever waits for it: giving up does not free it.
/// </summary>
public sealed class HashingQueue : IDisposable
{
    /// <summary>How many may wait by default.</summary>
    public const int DefaultCapacity = 64;

    private readonly Queue<Action> _waiting = new();
    private readonly object _gate = new();
    private readonly int _capacity;
    private readonly int _maxThreads;
    private int _threads;
    private int _idle;
    private bool _closed;

    /// <summary>Makes a queue; its threads begin when there is work.</summary>
    public HashingQueue(int? threads = null, int capacity = DefaultCapacity)
    {
        _maxThreads = threads ?? Environment.ProcessorCount;
        _capacity = capacity;
    }

    /// <summary>Queues work. Null when the queue is full or closed.</summary>
    public Task<T>? TryRun<T>(Func<T> work)
    {
        var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
        {
            if (_closed || _waiting.Count >= _capacity)
            {
                return null;
            }
            _waiting.Enqueue(() =>
            {
                try
                {
                    done.SetResult(work());
                }
                catch (Exception error)
                {
                    done.SetException(error);
                }
            });
            if (_idle < _waiting.Count && _threads < _maxThreads)
            {
                _threads++;
                new Thread(Work, 256 * 1024) { IsBackground = true, Name = "hashing" }.Start();
            }
            Monitor.Pulse(_gate);
        }
        return done.Task;
    }

    /// <summary>Takes no more work; what was queued is still done.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _closed = true;
            Monitor.PulseAll(_gate);
        }
    }

    private void Work()
    {
        while (true)
        {
            Action work;
            lock (_gate)
            {
                while (_waiting.Count == 0)
                {
                    if (_closed)
                    {
                        return;
                    }
                    _idle++;
                    Monitor.Wait(_gate);
                    _idle--;
                }
                work = _waiting.Dequeue();
            }
            work();
        }
    }
}
