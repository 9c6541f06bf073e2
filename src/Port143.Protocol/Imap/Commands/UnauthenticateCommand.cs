namespace Port143.Protocol.Imap.Commands;

/// <summary>UNAUTHENTICATE (RFC 8437 section 3).</summary>
/// <param name="Tag">The command's tag.</param>
public sealed record UnauthenticateCommand(string Tag) : ImapCommand(Tag);
