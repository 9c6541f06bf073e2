namespace Port143.Server.Sessions;

/// <summary>
/// A flag that one waiter can wait for; raising it twice is the same as once. What is announced is written before the flag is
/// raised and read after it was lowered. The processor may put a read before a write, so that each would miss the other: barriers
/// keep them in order.
/// </summary>
internal sealed class AsyncSignal
{
    private TaskCompletionSource _source = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Raises the flag.</summary>
    public void Set()
    {
        Interlocked.MemoryBarrier();
        Volatile.Read(ref _source).TrySetResult();
    }

    /// <summary>Ends when the flag is up.</summary>
    public Task WaitAsync() => Volatile.Read(ref _source).Task;

    /// <summary>Lowers the flag; call it before looking at what the flag announces.</summary>
    public void Reset()
    {
        if (_source.Task.IsCompleted)
        {
            Interlocked.Exchange(ref _source, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        }
    }
}
