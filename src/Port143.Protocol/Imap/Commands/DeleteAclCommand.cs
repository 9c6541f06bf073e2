namespace Port143.Protocol.Imap.Commands;

/// <summary>DELETEACL (RFC 4314 section 3.2).</summary>
/// <param name="Tag">The command's tag.</param>
/// <param name="Mailbox">The mailbox, decoded to Unicode, not yet validated.</param>
/// <param name="Identifier">Whom it is about, not yet validated.</param>
public sealed record DeleteAclCommand(string Tag, string Mailbox, string Identifier) : ImapCommand(Tag);
