namespace Port143.Protocol.Imap.Commands.Search;

/// <summary>THREADID (RFC 8474 section 5.4).</summary>
/// <param name="Id">The object identifier.</param>
public sealed record ThreadIdKey(string Id) : SearchKey;
