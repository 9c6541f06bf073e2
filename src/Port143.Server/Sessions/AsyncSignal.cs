namespace Port143.Server.Sessions;

/// <summary>A flag that one waiter can wait for; raising it twice is the same as once.</summary>
internal sealed class AsyncSignal
{
    private TaskCompletionSource _source = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Raises the flag.</summary>
    public void Set() => Volatile.Read(ref _source).TrySetResult();

    /// <summary>Ends when the flag is up.</summary>
    public Task WaitAsync() => Volatile.Read(ref _source).Task;

    /// <summary>Lowers the flag; call it before looking at what the flag announces.</summary>
    public void Reset()
    {
        if (_source.Task.IsCompleted)
        {
            Volatile.Write(ref _source, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        }
    }
}
