namespace Port143.Protocol.Imap.Commands.Search;

/// <summary>Messages by sequence number, or the saved result <c>$</c>.</summary>
/// <param name="Set">The sequence numbers.</param>
public sealed record SequenceKey(SequenceSet Set) : SearchKey;
