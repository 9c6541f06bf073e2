namespace Port143.Protocol.Imap.Commands;

/// <summary>GETQUOTAROOT (RFC 9208 section 4.1.2).</summary>
/// <param name="Tag">The command's tag.</param>
/// <param name="Mailbox">The mailbox, decoded to Unicode; it need not exist.</param>
public sealed record GetQuotaRootCommand(string Tag, string Mailbox) : ImapCommand(Tag);
