namespace Port143.Protocol.Imap.Commands.Fetch;

/// <summary>INTERNALDATE (RFC 9051 section 6.4.5).</summary>
public sealed record InternalDateItem : FetchItem
{
    /// <summary>The only instance needed.</summary>
    public static readonly InternalDateItem Instance = new();
}
