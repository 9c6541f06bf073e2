namespace Port143.Protocol.Imap.Commands;

/// <summary>DELETE (RFC 9051 section 6.3.5).</summary>
/// <param name="Tag">The command's tag.</param>
/// <param name="Mailbox">The mailbox, decoded to Unicode, not yet validated.</param>
public sealed record DeleteCommand(string Tag, string Mailbox) : ImapCommand(Tag);
