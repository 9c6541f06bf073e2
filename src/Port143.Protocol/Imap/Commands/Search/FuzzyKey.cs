namespace Port143.Protocol.Imap.Commands.Search;

/// <summary>FUZZY: the key may be matched inexactly (RFC 6203 section 3).</summary>
/// <param name="Key">The key.</param>
public sealed record FuzzyKey(SearchKey Key) : SearchKey;
