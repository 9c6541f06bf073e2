namespace Port143.Protocol.Imap.Commands.Search;

/// <summary>FILTER: a search that is stored on the server under a name (RFC 5466 section 3.1).</summary>
/// <param name="Name">The filter's name.</param>
public sealed record FilterKey(string Name) : SearchKey;
