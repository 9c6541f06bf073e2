namespace Port143.Server.Sessions;

/// <summary>The status of a tagged response (RFC 9051 section 7.1).</summary>
internal enum CommandStatus
{
    /// <summary>OK</summary>
    Ok,

    /// <summary>NO</summary>
    No,

    /// <summary>BAD</summary>
    Bad,
}
