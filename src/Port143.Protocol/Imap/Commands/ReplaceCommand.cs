namespace Port143.Protocol.Imap.Commands;

/// <summary>REPLACE and UID REPLACE (RFC 8508 section 3).</summary>
/// <param name="Tag">The command's tag.</param>
/// <param name="Uid">Whether the message is named by UID.</param>
/// <param name="Message">The message to replace: one number, or <c>*</c>.</param>
/// <param name="Mailbox">Where the new message goes, decoded to Unicode, not yet validated.</param>
/// <param name="Item">The new message.</param>
public sealed record ReplaceCommand(string Tag, bool Uid, SequenceSet Message, string Mailbox, AppendItem Item) : ImapCommand(Tag);
