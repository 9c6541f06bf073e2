namespace Port143.Protocol.Imap.Commands;

/// <summary>CLOSE (RFC 9051 section 6.4.1).</summary>
/// <param name="Tag">The command's tag.</param>
public sealed record CloseCommand(string Tag) : ImapCommand(Tag);
