namespace Port143.Protocol.Imap.Commands.Fetch;

/// <summary>RFC822: BODY[] by its older name; sets <c>\Seen</c> (RFC 3501 section 6.4.5).</summary>
public sealed record Rfc822Item : FetchItem
{
    /// <summary>The only instance needed.</summary>
    public static readonly Rfc822Item Instance = new();
}
