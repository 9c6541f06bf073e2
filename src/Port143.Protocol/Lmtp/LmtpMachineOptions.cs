namespace Port143.Protocol.Lmtp;

/// <summary>What an LMTP session announces and enforces.</summary>
public sealed record LmtpMachineOptions
{
    /// <summary>The server's name in the greeting and in the answer to LHLO.</summary>
    public string HostName { get; init; } = "localhost";

    /// <summary>The largest message taken, in octets; announced with SIZE (RFC 1870).</summary>
    public long MaxMessageSize { get; init; } = 100L << 20;

    /// <summary>The most recipients of one message; RFC 5321 section 4.5.3.1.8 asks for 100 at least.</summary>
    public int MaxRecipients { get; init; } = 100;

    /// <summary>How many wrong commands a session may send before it is closed.</summary>
    public int MaxBadCommands { get; init; } = 20;
}
