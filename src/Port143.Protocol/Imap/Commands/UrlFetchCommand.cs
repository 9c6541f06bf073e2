namespace Port143.Protocol.Imap.Commands;

/// <summary>URLFETCH (RFC 4467, extended by RFC 5524).</summary>
/// <param name="Tag">The command's tag.</param>
/// <param name="Urls">What to fetch.</param>
public sealed record UrlFetchCommand(string Tag, IReadOnlyList<UrlFetchItem> Urls) : ImapCommand(Tag);
