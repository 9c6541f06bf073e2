namespace Port143.Storage.Sqlite;

/// <summary>A change in the queue of its account's writer.</summary>
internal abstract class PendingChange
{
    /// <summary>Whether the change may become power-safe later (flags).</summary>
    public abstract bool IsRelaxed { get; }

    /// <summary>Whether it comes from a thread with little right to run, which must not keep others from writing.</summary>
    public abstract bool IsOfBackground { get; }

    /// <summary>About how many bytes the change adds to the file; 0 for all that a user on a full disk must be able to do.</summary>
    public abstract long Growth { get; }

    /// <summary>Makes the change within a transaction and keeps its result.</summary>
    public abstract void Apply(SqliteTransaction transaction);

    /// <summary>Hands out the result, after the commit.</summary>
    public abstract void Complete();

    /// <summary>
    /// Says that nothing was changed, and why. With <paramref name="keepFiles"/> the change can still come to light after a
    /// crash, so the files that it names stay; the janitor deletes them if it never does.
    /// </summary>
    public abstract void Refuse(ChangeFailure failure, bool keepFiles);

    /// <summary>Says that storage is broken; see <see cref="Refuse"/> for <paramref name="keepFiles"/>.</summary>
    public abstract void Fail(Exception error, bool keepFiles);
}
