namespace Port143.Protocol.Imap.Commands.Fetch;

/// <summary>RFC822.HEADER: BODY.PEEK[HEADER] by its older name (RFC 3501 section 6.4.5).</summary>
public sealed record Rfc822HeaderItem : FetchItem
{
    /// <summary>The only instance needed.</summary>
    public static readonly Rfc822HeaderItem Instance = new();
}
