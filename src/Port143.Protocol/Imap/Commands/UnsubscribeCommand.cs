namespace Port143.Protocol.Imap.Commands;

/// <summary>UNSUBSCRIBE (RFC 9051 section 6.3.8).</summary>
/// <param name="Tag">The command's tag.</param>
/// <param name="Mailbox">The mailbox, decoded to Unicode, not yet validated.</param>
public sealed record UnsubscribeCommand(string Tag, string Mailbox) : ImapCommand(Tag);
