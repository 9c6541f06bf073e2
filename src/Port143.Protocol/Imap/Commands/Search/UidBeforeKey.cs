namespace Port143.Protocol.Imap.Commands.Search;

/// <summary>UIDBEFORE: messages with a lower UID (RFC 9738 section 3.2).</summary>
/// <param name="Uid">The UID.</param>
public sealed record UidBeforeKey(uint Uid) : SearchKey;
