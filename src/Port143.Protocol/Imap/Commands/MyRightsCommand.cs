namespace Port143.Protocol.Imap.Commands;

/// <summary>MYRIGHTS (RFC 4314 section 3.5).</summary>
/// <param name="Tag">The command's tag.</param>
/// <param name="Mailbox">The mailbox, decoded to Unicode, not yet validated.</param>
public sealed record MyRightsCommand(string Tag, string Mailbox) : ImapCommand(Tag);
