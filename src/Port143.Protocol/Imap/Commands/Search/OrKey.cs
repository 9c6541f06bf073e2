namespace Port143.Protocol.Imap.Commands.Search;

/// <summary>OR.</summary>
/// <param name="Left">One key.</param>
/// <param name="Right">The other.</param>
public sealed record OrKey(SearchKey Left, SearchKey Right) : SearchKey;
