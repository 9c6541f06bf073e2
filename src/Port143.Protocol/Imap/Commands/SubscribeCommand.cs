namespace Port143.Protocol.Imap.Commands;

/// <summary>SUBSCRIBE (RFC 9051 section 6.3.7).</summary>
/// <param name="Tag">The command's tag.</param>
/// <param name="Mailbox">The mailbox, decoded to Unicode, not yet validated.</param>
public sealed record SubscribeCommand(string Tag, string Mailbox) : ImapCommand(Tag);
