namespace Port143.Protocol.Imap.Commands.Fetch;

/// <summary>EMAILID (RFC 8474 section 5.1).</summary>
public sealed record EmailIdItem : FetchItem
{
    /// <summary>The only instance needed.</summary>
    public static readonly EmailIdItem Instance = new();
}
