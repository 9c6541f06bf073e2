namespace Port143.Storage;

/// <summary>
/// How far a long change has come, for whoever waits for it and wants to tell somebody. One thread counts while others read; what
/// they read may be a moment old.
/// </summary>
public sealed class WorkCount
{
    private long _done;
    private long _goal;

    /// <summary>How many messages were dealt with.</summary>
    public long Done => Volatile.Read(ref _done);

    /// <summary>How many there are altogether; 0 as long as that is not known.</summary>
    public long Goal => Volatile.Read(ref _goal);

    /// <summary>Says how many messages there are to deal with.</summary>
    public void Begin(long goal) => Volatile.Write(ref _goal, goal);

    /// <summary>Says that so many more were dealt with.</summary>
    public void Advance(long messages) => Volatile.Write(ref _done, _done + messages);
}
