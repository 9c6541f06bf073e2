namespace Port143.Protocol.Imap.Commands.Fetch;

/// <summary>RFC822.TEXT: BODY[TEXT] by its older name; sets <c>\Seen</c> (RFC 3501 section 6.4.5).</summary>
public sealed record Rfc822TextItem : FetchItem
{
    /// <summary>The only instance needed.</summary>
    public static readonly Rfc822TextItem Instance = new();
}
