namespace Port143.Protocol.Imap.Commands.Fetch;

/// <summary>RFC822.SIZE: the message's octets (RFC 9051 section 6.4.5).</summary>
public sealed record Rfc822SizeItem : FetchItem
{
    /// <summary>The only instance needed.</summary>
    public static readonly Rfc822SizeItem Instance = new();
}
