namespace Port143.Protocol.Imap.Commands.Search;

/// <summary>NOT.</summary>
/// <param name="Key">What must not match.</param>
public sealed record NotKey(SearchKey Key) : SearchKey;
