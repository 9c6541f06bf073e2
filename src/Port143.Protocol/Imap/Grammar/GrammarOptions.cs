namespace Port143.Protocol.Imap.Grammar;

/// <summary>What the grammar must know of the session.</summary>
public readonly record struct GrammarOptions
{
    /// <summary>
    /// Whether mailbox names are raw UTF-8: the client enabled IMAP4rev2 (RFC 9051 section 5.1) or UTF8=ACCEPT. If not, they
    /// are modified UTF-7.
    /// </summary>
    public bool Utf8 { get; init; }

    /// <summary>
    /// Whether every string is UTF-8, so that SEARCH takes no charset: the client enabled UTF8=ACCEPT (RFC 9755 section 3).
    /// </summary>
    public bool NoCharset { get; init; }
}
