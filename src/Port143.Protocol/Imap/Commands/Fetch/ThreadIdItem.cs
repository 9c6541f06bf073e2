namespace Port143.Protocol.Imap.Commands.Fetch;

/// <summary>THREADID (RFC 8474 section 5.2).</summary>
public sealed record ThreadIdItem : FetchItem
{
    /// <summary>The only instance needed.</summary>
    public static readonly ThreadIdItem Instance = new();
}
