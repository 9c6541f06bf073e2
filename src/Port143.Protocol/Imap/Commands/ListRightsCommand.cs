namespace Port143.Protocol.Imap.Commands;

/// <summary>LISTRIGHTS (RFC 4314 section 3.4).</summary>
/// <param name="Tag">The command's tag.</param>
/// <param name="Mailbox">The mailbox, decoded to Unicode, not yet validated.</param>
/// <param name="Identifier">Whom it is about, not yet validated.</param>
public sealed record ListRightsCommand(string Tag, string Mailbox, string Identifier) : ImapCommand(Tag);
