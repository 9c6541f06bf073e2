using System.Net;

namespace Port143.Server;

/// <summary>Who may deliver over LMTP, and how much. The size of a message is <see cref="ServerLimits.MaxMessageSize"/>.</summary>
public sealed record LmtpOptions
{
    private static readonly IReadOnlyList<IPNetwork> ThisMachine =
        [new IPNetwork(IPAddress.Parse("127.0.0.0"), 8), new IPNetwork(IPAddress.IPv6Loopback, 128)];

    /// <summary>
    /// The networks whose hosts may deliver; LMTP has no sign-in, so everybody else is turned away. Default: this machine.
    /// A Unix socket is guarded by its file mode instead.
    /// </summary>
    public IReadOnlyList<IPNetwork> Trusted { get; init; } = ThisMachine;

    /// <summary>How many connections are served at once. Default 100, which is more than mail transfer agents open.</summary>
    public int MaxConnections { get; init; } = 100;

    /// <summary>How many recipients one message may have. Default 1000; RFC 5321 section 4.5.3.1.8 asks for 100 at least.</summary>
    public int MaxRecipients { get; init; } = 1000;

    /// <summary>How long a client may say nothing. Default 5 min (RFC 5321 section 4.5.3.2.7).</summary>
    public TimeSpan Idle { get; init; } = TimeSpan.FromMinutes(5);
}
