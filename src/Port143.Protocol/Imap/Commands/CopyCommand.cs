namespace Port143.Protocol.Imap.Commands;

/// <summary>COPY and UID COPY (RFC 9051 section 6.4.7).</summary>
/// <param name="Tag">The command's tag.</param>
/// <param name="Uid">Whether the set holds UIDs.</param>
/// <param name="Set">The messages.</param>
/// <param name="Mailbox">The target, decoded to Unicode, not yet validated.</param>
public sealed record CopyCommand(string Tag, bool Uid, SequenceSet Set, string Mailbox) : ImapCommand(Tag);
