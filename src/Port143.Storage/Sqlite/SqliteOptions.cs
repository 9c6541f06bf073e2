namespace Port143.Storage.Sqlite;

/// <summary>How the SQLite engine works.</summary>
public sealed record SqliteOptions
{
    /// <summary>
    /// Whether flag changes wait for the disk like everything else. Off, they survive a kill at once and a power loss after
    /// <see cref="FlagDelay"/> at the most.
    /// </summary>
    public bool StrictFlags { get; init; }

    /// <summary>How long a flag change may stay volatile to a power loss: one second, the design's guarantee 1.</summary>
    public TimeSpan FlagDelay { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// How many connections stay open while nothing uses them. Each holds up to a few file handles and page caches; 192 keep
    /// an open-file limit of 1,024 safe.
    /// </summary>
    public int IdleConnections { get; init; } = 192;

    /// <summary>The limits of accounts that have none of their own.</summary>
    public QuotaLimits DefaultQuota { get; init; } = QuotaLimits.None;

    /// <summary>After how long without use an account's connections are closed.</summary>
    public TimeSpan IdleTime { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How often the space of expunged messages is freed in an account that never rests.</summary>
    public TimeSpan SweepTime { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>
    /// How many commits may wait for the disk at once, in different accounts. The trial disk reached its limit of synced
    /// writes with 16.
    /// </summary>
    public int Writers { get; init; } = 16;

    /// <summary>
    /// How many bytes of the disk are kept back, so that a full one can still be cleared by its users; 0 for none, null for 32 MB
    /// or a 64th of a small disk. (A log that waits to be moved into its file has up to 24 MB.)
    /// </summary>
    public long? Reserve { get; init; }

    /// <summary>Whether this process hears of changes that other processes make (the server does, command-line verbs do not).</summary>
    public bool ListenForChanges { get; init; }

    /// <summary>From how many changed messages on a STORE is kept as one row instead of being written into theirs.</summary>
    internal int WideStore { get; init; } = 100;

    /// <summary>How many such rows a mailbox keeps, so that reading it stays quick.</summary>
    internal int WideStoreLimit { get; init; } = 32;
}
