namespace Port143.Protocol.Imap.Commands.Fetch;

/// <summary>SAVEDATE (RFC 8514 section 4.3).</summary>
public sealed record SaveDateItem : FetchItem
{
    /// <summary>The only instance needed.</summary>
    public static readonly SaveDateItem Instance = new();
}
