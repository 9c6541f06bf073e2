namespace Port143.Protocol.Imap.Commands.Search;

/// <summary>UID: messages by UID.</summary>
/// <param name="Set">The UIDs.</param>
public sealed record UidKey(SequenceSet Set) : SearchKey;
