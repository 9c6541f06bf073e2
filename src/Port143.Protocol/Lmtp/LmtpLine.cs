namespace Port143.Protocol.Lmtp;

/// <summary>What was read at the place of a command line.</summary>
internal enum LmtpLine
{
    /// <summary>Its end has not come yet.</summary>
    Incomplete,

    /// <summary>A line.</summary>
    Complete,

    /// <summary>A line over the limit; it was skipped to its end.</summary>
    TooLong,

    /// <summary>A line with CR, LF or NUL within. It is not split there: only CRLF ends a line (RFC 5321 section 2.3.8).</summary>
    BareControl,
}
