namespace Port143.Protocol.Imap.Commands;

/// <summary>RENAME (RFC 9051 section 6.3.6).</summary>
/// <param name="Tag">The command's tag.</param>
/// <param name="From">The existing name, decoded to Unicode, not yet validated.</param>
/// <param name="To">The new name, decoded to Unicode, not yet validated.</param>
public sealed record RenameCommand(string Tag, string From, string To) : ImapCommand(Tag);
