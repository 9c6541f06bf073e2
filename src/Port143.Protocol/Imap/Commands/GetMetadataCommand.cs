namespace Port143.Protocol.Imap.Commands;

/// <summary>GETMETADATA (RFC 5464 section 4.2).</summary>
/// <param name="Tag">The command's tag.</param>
/// <param name="Mailbox">The mailbox, decoded to Unicode; empty for the server's annotations.</param>
/// <param name="Entries">The entry names, valid, as the client wrote them.</param>
/// <param name="MaxSize">The largest value that is wanted; null for any.</param>
/// <param name="Depth">Whether entries below are wanted as well.</param>
public sealed record GetMetadataCommand(
    string Tag, string Mailbox, IReadOnlyList<string> Entries, uint? MaxSize, MetadataDepth Depth) : ImapCommand(Tag);
