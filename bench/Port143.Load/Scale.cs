namespace Port143.Load;

/// <summary>How much is done. Figures of different scales are not to be compared.</summary>
internal sealed record Scale
{
    /// <summary>Messages in the mailbox of the list views, searches and sorts.</summary>
    public int Views { get; init; } = 100_000;

    /// <summary>Messages in the mailbox of the body reads, STORE, COPY.</summary>
    public int Bodies { get; init; } = 10_000;

    /// <summary>Messages appended or delivered over one connection, and over sixteen together.</summary>
    public int One { get; init; } = 1500;

    public int Sixteen { get; init; } = 3200;

    /// <summary>Messages delivered before the first look at them.</summary>
    public int FirstView { get; init; } = 5000;

    /// <summary>Round trips with one connection: logins with SELECT, single FETCH, single STORE.</summary>
    public int Selects { get; init; } = 50;

    public int RoundTrips { get; init; } = 2000;

    public int Pipelined { get; init; } = 5000;

    /// <summary>Clients in IDLE for push, and for memory.</summary>
    public int IdlePush { get; init; } = 1000;

    public int IdleMemory { get; init; } = 10_000;

    public int Pushes { get; init; } = 50;

    /// <summary>How long memory may settle, in seconds.</summary>
    public int Settle { get; init; } = 12;

    /// <summary>Seconds of logins, and of mixed sessions.</summary>
    public int LoginSeconds { get; init; } = 5;

    public int MixedSeconds { get; init; } = 20;

    public int MixedClients { get; init; } = 64;

    /// <summary>Messages in each INBOX of the mixed sessions.</summary>
    public int MixedInbox { get; init; } = 500;

    /// <summary>Messages whose place on the disk is measured.</summary>
    public int Disk { get; init; } = 3000;

    /// <summary>For a smoke test of some minutes.</summary>
    public static Scale Quick { get; } = new()
    {
        Views = 2000, Bodies = 1000, One = 150, Sixteen = 480, FirstView = 300, Selects = 20, RoundTrips = 300, Pipelined = 1000,
        IdlePush = 40, IdleMemory = 200, Pushes = 10, Settle = 4, LoginSeconds = 1, MixedSeconds = 3, MixedClients = 16, MixedInbox = 60, Disk = 300,
    };

    /// <summary>For tests of the load generator itself.</summary>
    public static Scale Tiny { get; } = new()
    {
        Views = 60, Bodies = 60, One = 10, Sixteen = 32, FirstView = 20, Selects = 3, RoundTrips = 20, Pipelined = 100,
        IdlePush = 8, IdleMemory = 8, Pushes = 2, Settle = 1, LoginSeconds = 1, MixedSeconds = 1, MixedClients = 4, MixedInbox = 20, Disk = 20,
    };

    public static Scale Named(string name) => name switch
    {
        "full" => new Scale(),
        "quick" => Quick,
        "tiny" => Tiny,
        _ => throw new ArgumentException($"--scale {name}: full, quick or tiny"),
    };
}
