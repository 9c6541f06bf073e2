namespace Port143.Server;

/// <summary>The limits of IMAP sessions. Each default has its reason beside it; sizes are octets.</summary>
public sealed record ServerLimits
{
    /// <summary>The largest message that APPEND and LMTP take; announced as APPENDLIMIT (RFC 7889). Default 64 MiB.</summary>
    public uint MaxMessageSize { get; init; } = 64 * 1024 * 1024;

    /// <summary>How many IMAP connections are served at once. Default 20,000: about 900 MB of idle TLS sessions.</summary>
    public int MaxConnections { get; init; } = 20_000;

    /// <summary>How many IMAP connections are served at once to one account. Default 256: a client opens up to ten a device.</summary>
    public int MaxConnectionsPerAccount { get; init; } = 256;

    /// <summary>
    /// How many IMAP connections are served at once to one client address (IPv6: one /64); the /26 around it has three times as many,
    /// the /21 nine times (IPv6: the /48 three times); loopback is not counted. Default 200: an office behind one address.
    /// </summary>
    public int MaxConnectionsPerAddress { get; init; } = 200;

    /// <summary>How long a client may say nothing before it has signed in. Default 30 s.</summary>
    public TimeSpan SignInIdle { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a client may take altogether to sign in. Default 3 min.</summary>
    public TimeSpan SignInTotal { get; init; } = TimeSpan.FromMinutes(3);

    /// <summary>How long a client that has signed in may say nothing. Default 30 min, the least of RFC 9051 section 5.4.</summary>
    public TimeSpan Idle { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>
    /// How often a client in IDLE hears from us although nothing happens. Default 2 min: some clients and many routers take a
    /// longer silence for a dead connection.
    /// </summary>
    public TimeSpan Heartbeat { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>
    /// How many mailboxes NOTIFY watches for messages in one session (RFC 5465 section 5.8). Default 2000: more than people have,
    /// and a look at each costs a query.
    /// </summary>
    public int NotifyMailboxes { get; init; } = 2000;

    /// <summary>
    /// How long news of mailboxes that are not selected are gathered before NOTIFY tells them. Default 250 ms: a client that
    /// makes a mailbox and subscribes to it is told to the others once.
    /// </summary>
    public TimeSpan NotifyPause { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>
    /// After what time, and how often then, a command that runs long says how far it is (RFC 9585 section 4). Default 10 s.
    /// </summary>
    public TimeSpan ProgressInterval { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a client may take no byte that is sent to it. Default 5 min.</summary>
    public TimeSpan WriteStall { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>The longest command line before sign-in. Default 8 KiB.</summary>
    public int SignInLine { get; init; } = 8 * 1024;

    /// <summary>The longest literal before sign-in. Default 4 KiB, as LITERAL- (RFC 7888 section 5).</summary>
    public int SignInLiteral { get; init; } = 4 * 1024;

    /// <summary>
    /// How many bad commands in a row a client may send before sign-in. Default 3. Those that only come too early count for
    /// <see cref="BadCommands"/> alone.
    /// </summary>
    public int SignInBadCommands { get; init; } = 3;

    /// <summary>The longest command line after sign-in. Default 64 KiB: a client may name thousands of UIDs.</summary>
    public int Line { get; init; } = 64 * 1024;

    /// <summary>The longest literal that is not a message. Default 100 KiB.</summary>
    public int Literal { get; init; } = 100 * 1024;

    /// <summary>The longest command with its literals, messages left out. Default 1 MiB.</summary>
    public int Command { get; init; } = 1024 * 1024;

    /// <summary>How many literals a command may have. Default 1000.</summary>
    public int LiteralsPerCommand { get; init; } = 1000;

    /// <summary>The largest value of an annotation (RFC 5464 asks for 1 KiB at least). Default 64 KiB: a filter or a signature.</summary>
    public int AnnotationSize { get; init; } = 64 * 1024;

    /// <summary>
    /// How many annotations a mailbox has, and the server for an account; shared and private ones are counted apart (RFC 5464
    /// asks for 10 at least). Default 200.
    /// </summary>
    public int Annotations { get; init; } = 200;

    /// <summary>
    /// How many messages one command may process; announced as MESSAGELIMIT (RFC 9738). Default: no limit, for clients that do not
    /// know of it would miss old messages (section 4.2).
    /// </summary>
    public int? MessageLimit { get; init; }

    /// <summary>How many messages one COPY or APPEND may file; announced as SAVELIMIT (RFC 9738 section 3). Default: no limit.</summary>
    public int? SaveLimit { get; init; }

    /// <summary>How many searches a session may have kept up to date (RFC 5267 section 4.3.1). Default 8: each holds its result.</summary>
    public int SearchContexts { get; init; } = 8;

    /// <summary>How many bad commands in a row a client may send. Default 20.</summary>
    public int BadCommands { get; init; } = 20;
}
