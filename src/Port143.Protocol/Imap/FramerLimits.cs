namespace Port143.Protocol.Imap;

/// <summary>How much of a command is read before it is refused. All numbers are octets, except where a count is named.</summary>
public sealed record FramerLimits
{
    /// <summary>Before sign-in, where anyone can talk: what LOGIN, AUTHENTICATE and ID need.</summary>
    public static readonly FramerLimits PreAuth = new()
    {
        MaxLine = 8 * 1024,
        MaxLiteral = 4 * 1024,
        MaxLiteralsTotal = 16 * 1024,
        MaxLiterals = 4,
        MaxSkippedLine = 64 * 1024,
        MaxSkippedLiteral = 64 * 1024,
    };

    /// <summary>After sign-in.</summary>
    public static readonly FramerLimits PostAuth = new()
    {
        MaxLine = 64 * 1024,
        MaxLiteral = 100 * 1024,
        MaxLiteralsTotal = 1024 * 1024,
        MaxLiterals = 1000,
        MaxSkippedLine = 1024 * 1024,
        MaxSkippedLiteral = 256L * 1024 * 1024,
    };

    /// <summary>
    /// The longest command, literals and CRLF not counted. RFC 7162 section 4 asks for at least 8192; Dovecot's defaults are
    /// 8 KiB before and 64 KiB after sign-in.
    /// </summary>
    public required int MaxLine { get; init; }

    /// <summary>
    /// The longest literal that is not a message of APPEND. RFC 7888 section 5 lets LITERAL- clients send 4096 octets unasked;
    /// mox takes 100 KiB.
    /// </summary>
    public required int MaxLiteral { get; init; }

    /// <summary>The longest sum of such literals in one command; mox takes 1 MiB.</summary>
    public required int MaxLiteralsTotal { get; init; }

    /// <summary>The highest count of literals in one command, messages of APPEND included; mox takes 1000.</summary>
    public required int MaxLiterals { get; init; }

    /// <summary>How much of an overlong line is skipped in the hope for its end, before the connection is given up.</summary>
    public required int MaxSkippedLine { get; init; }

    /// <summary>The longest unwanted non-synchronizing literal that is skipped; it ends a connection if longer. Large enough
    /// after sign-in that a message too big does not cost the client its connection.</summary>
    public required long MaxSkippedLiteral { get; init; }
}
