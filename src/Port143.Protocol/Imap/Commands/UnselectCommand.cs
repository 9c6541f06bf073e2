namespace Port143.Protocol.Imap.Commands;

/// <summary>UNSELECT (RFC 9051 section 6.4.2).</summary>
/// <param name="Tag">The command's tag.</param>
public sealed record UnselectCommand(string Tag) : ImapCommand(Tag);
