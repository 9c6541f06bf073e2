namespace Port143.Protocol.Imap.Commands;

/// <summary>NOOP (RFC 9051 section 6.1.2).</summary>
/// <param name="Tag">The command's tag.</param>
public sealed record NoopCommand(string Tag) : ImapCommand(Tag);
