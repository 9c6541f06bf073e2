namespace Port143.Protocol.Imap.Commands.Search;

/// <summary>ANSWERED, DELETED, DRAFT, FLAGGED, SEEN, KEYWORD and their opposites.</summary>
/// <param name="Flag">The flag: <c>\Seen</c> and the like, or a keyword as sent.</param>
/// <param name="IsSet">Whether messages with the flag match, or those without.</param>
public sealed record FlagKey(string Flag, bool IsSet) : SearchKey;
