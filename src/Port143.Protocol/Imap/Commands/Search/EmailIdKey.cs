namespace Port143.Protocol.Imap.Commands.Search;

/// <summary>EMAILID (RFC 8474 section 5.4).</summary>
/// <param name="Id">The object identifier.</param>
public sealed record EmailIdKey(string Id) : SearchKey;
