namespace Port143.Protocol.Imap.Commands.Search;

/// <summary>LARGER: messages with more octets.</summary>
/// <param name="Octets">The RFC822.SIZE to compare with.</param>
public sealed record LargerKey(long Octets) : SearchKey;
