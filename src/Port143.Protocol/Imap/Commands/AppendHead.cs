namespace Port143.Protocol.Imap.Commands;

/// <summary>An APPEND or REPLACE so far, while a message of it is announced.</summary>
/// <param name="Tag">The command's tag.</param>
/// <param name="Mailbox">The mailbox, decoded to Unicode, not yet validated.</param>
/// <param name="Items">The messages; the last is the announced one, or has it as its last part.</param>
/// <param name="Replaced">The message to replace; null for APPEND.</param>
/// <param name="Uid">Whether that is named by UID.</param>
public sealed record AppendHead(string Tag, string Mailbox, IReadOnlyList<AppendItem> Items, SequenceSet? Replaced, bool Uid);
