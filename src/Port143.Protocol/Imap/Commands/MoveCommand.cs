namespace Port143.Protocol.Imap.Commands;

/// <summary>MOVE and UID MOVE (RFC 9051 section 6.4.8, RFC 6851).</summary>
/// <param name="Tag">The command's tag.</param>
/// <param name="Uid">Whether the set holds UIDs.</param>
/// <param name="Set">The messages.</param>
/// <param name="Mailbox">The target, decoded to Unicode, not yet validated.</param>
public sealed record MoveCommand(string Tag, bool Uid, SequenceSet Set, string Mailbox) : ImapCommand(Tag);
