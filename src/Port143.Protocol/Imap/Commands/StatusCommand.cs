namespace Port143.Protocol.Imap.Commands;

/// <summary>STATUS (RFC 9051 section 6.3.11).</summary>
/// <param name="Tag">The command's tag.</param>
/// <param name="Mailbox">The mailbox, decoded to Unicode, not yet validated.</param>
/// <param name="Items">What to tell.</param>
public sealed record StatusCommand(string Tag, string Mailbox, StatusItems Items) : ImapCommand(Tag);
