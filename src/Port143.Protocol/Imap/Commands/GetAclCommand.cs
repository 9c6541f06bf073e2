namespace Port143.Protocol.Imap.Commands;

/// <summary>GETACL (RFC 4314 section 3.3).</summary>
/// <param name="Tag">The command's tag.</param>
/// <param name="Mailbox">The mailbox, decoded to Unicode, not yet validated.</param>
public sealed record GetAclCommand(string Tag, string Mailbox) : ImapCommand(Tag);
