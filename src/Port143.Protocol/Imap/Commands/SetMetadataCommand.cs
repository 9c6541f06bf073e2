namespace Port143.Protocol.Imap.Commands;

/// <summary>SETMETADATA (RFC 5464 section 4.3).</summary>
/// <param name="Tag">The command's tag.</param>
/// <param name="Mailbox">The mailbox, decoded to Unicode; empty for the server's annotations.</param>
/// <param name="Entries">What to set.</param>
public sealed record SetMetadataCommand(string Tag, string Mailbox, IReadOnlyList<MetadataEntry> Entries) : ImapCommand(Tag);
