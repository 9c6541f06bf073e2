using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Port143.Storage.Sqlite;

/// <summary>
/// The thread that indexes new mail behind delivery: once an account had no new mail for a moment, or waits for long. It gives way to
/// everybody else who wants the processor.
/// </summary>
internal sealed partial class SqliteIndexThread : IDisposable
{
    /// <summary>Milliseconds without new mail after which an account is indexed.</summary>
    private const long Pause = 300;

    /// <summary>Milliseconds after which it is, whatever comes.</summary>
    private const long Patience = 5000;

    /// <summary>Of 19: a tenth of a processor that others want too, so that it still moves on.</summary>
    private const int Niceness = 10;

    private readonly Dictionary<SqliteAccount, (long First, long Last)> _waiting = [];
    private readonly CancellationTokenSource _stop = new();
    private readonly SqliteMailStorage _storage;
    private readonly Thread _thread;

    /// <summary>Starts the thread.</summary>
    public SqliteIndexThread(SqliteMailStorage storage)
    {
        _storage = storage;
        _thread = new Thread(Work) { IsBackground = true, Name = "index", Priority = ThreadPriority.BelowNormal };
        _thread.Start();
    }

    /// <summary>Has an account indexed soon. Costs next to nothing.</summary>
    public void Add(SqliteAccount account)
    {
        long now = Environment.TickCount64;
        lock (_waiting)
        {
            ref (long First, long Last) times = ref CollectionsMarshal.GetValueRefOrAddDefault(_waiting, account, out bool exists);
            times = exists ? (times.First, now) : (now, now);
            if (_waiting.Count == 1)
            {
                Monitor.Pulse(_waiting);
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _stop.Cancel();
        lock (_waiting)
        {
            Monitor.Pulse(_waiting);
        }
        _thread.Join();
        _stop.Dispose();
    }

    private void Work()
    {
        if (OperatingSystem.IsLinux())
        {
            _ = SetPriority(0, 0, Niceness); // of this thread alone, and only on Linux
        }
        while (!_stop.IsCancellationRequested)
        {
            if (TakeDue() is not { } account)
            {
                continue;
            }
            try
            {
                SqliteIndexer.Run(_storage, account, rebuild: false, null, _stop.Token);
            }
            catch (Exception error) when (error is OperationCanceledException or ObjectDisposedException or AggregateException)
            {
                // The storage closes, or the account is gone.
            }
            catch (Exception error) when (error is IOException or InvalidDataException)
            {
                // A broken account is reported where it is used; a full disk is tried again with the next message.
                Trace.TraceWarning($"the search index of account {account.Id.Value} could not be written: {error.Message}");
            }
        }
    }

    /// <summary>Waits for the next account that is due; null when there was something else to wake up for.</summary>
    private SqliteAccount? TakeDue()
    {
        lock (_waiting)
        {
            long now = Environment.TickCount64, next = long.MaxValue;
            foreach ((SqliteAccount account, (long first, long last)) in _waiting)
            {
                long due = Math.Min(last + Pause, first + Patience);
                if (due <= now)
                {
                    _waiting.Remove(account);
                    return account;
                }
                next = Math.Min(next, due);
            }
            if (!_stop.IsCancellationRequested)
            {
                Monitor.Wait(_waiting, next == long.MaxValue ? Timeout.Infinite : (int)(next - now));
            }
            return null;
        }
    }

    [LibraryImport("libc", EntryPoint = "setpriority")]
    private static partial int SetPriority(int which, uint who, int priority);
}
