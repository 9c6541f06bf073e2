namespace Port143.Storage;

/// <summary>Something to do to an account, atomically; see <see cref="IMailStorage.CommitAsync"/>.</summary>
/// <typeparam name="TResult">What comes of it.</typeparam>
public abstract record Change<TResult>
    where TResult : ChangeResult
{
    /// <summary>Where the engine counts the messages that it has dealt with, if somebody wants to know; only for changes of many messages.</summary>
    public WorkCount? Count { get; init; }
}
