namespace Port143.Protocol.Imap.Commands;

/// <summary>IDLE (RFC 9051 section 6.3.13). DONE is not a command: the framer delivers it as a raw line.</summary>
/// <param name="Tag">The command's tag.</param>
public sealed record IdleCommand(string Tag) : ImapCommand(Tag);
