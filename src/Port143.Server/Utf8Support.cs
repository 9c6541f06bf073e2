namespace Port143.Server;

/// <summary>What clients that do not read UTF-8 may do (RFC 9755).</summary>
public enum Utf8Support
{
    /// <summary>UTF8=ACCEPT is announced; the others get names in modified UTF-7 and may file any message.</summary>
    Accept,

    /// <summary>As <see cref="Accept"/>, but the others may not file messages with 8-bit header fields (RFC 9755 section 4).</summary>
    Strict,

    /// <summary>UTF8=ONLY is announced: every client has to enable UTF8=ACCEPT before it uses the server.</summary>
    Only,
}
