namespace Port143.Protocol.Imap.Commands.Search;

/// <summary>SAVEDATESUPPORTED (RFC 8514 section 4.2): all messages of a mailbox that keeps save dates, else none.</summary>
public sealed record SaveDateSupportedKey : SearchKey;
