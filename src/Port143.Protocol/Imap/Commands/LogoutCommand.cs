namespace Port143.Protocol.Imap.Commands;

/// <summary>LOGOUT (RFC 9051 section 6.1.3).</summary>
/// <param name="Tag">The command's tag.</param>
public sealed record LogoutCommand(string Tag) : ImapCommand(Tag);
