namespace Port143.Protocol.Imap.Commands.Search;

/// <summary>UIDAFTER: messages with a higher UID (RFC 9738 section 3.2).</summary>
/// <param name="Uid">The UID.</param>
public sealed record UidAfterKey(uint Uid) : SearchKey;
