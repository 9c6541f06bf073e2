namespace Port143.Protocol.Imap.Commands;

/// <summary>STARTTLS (RFC 9051 section 6.2.1).</summary>
/// <param name="Tag">The command's tag.</param>
public sealed record StartTlsCommand(string Tag) : ImapCommand(Tag);
