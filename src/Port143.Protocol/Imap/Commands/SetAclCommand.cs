namespace Port143.Protocol.Imap.Commands;

/// <summary>SETACL (RFC 4314 section 3.1).</summary>
/// <param name="Tag">The command's tag.</param>
/// <param name="Mailbox">The mailbox, decoded to Unicode, not yet validated.</param>
/// <param name="Identifier">Whom it is about, not yet validated.</param>
/// <param name="Rights">Letters with <c>+</c>, <c>-</c> or nothing before them, not yet validated.</param>
public sealed record SetAclCommand(string Tag, string Mailbox, string Identifier, string Rights) : ImapCommand(Tag);
