namespace Port143.Protocol.Imap.Commands.Search;

/// <summary>SMALLER: messages with fewer octets.</summary>
/// <param name="Octets">The RFC822.SIZE to compare with.</param>
public sealed record SmallerKey(long Octets) : SearchKey;
