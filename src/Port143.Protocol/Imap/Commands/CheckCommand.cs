namespace Port143.Protocol.Imap.Commands;

/// <summary>CHECK (RFC 3501 section 6.4.1).</summary>
/// <param name="Tag">The command's tag.</param>
public sealed record CheckCommand(string Tag) : ImapCommand(Tag);
