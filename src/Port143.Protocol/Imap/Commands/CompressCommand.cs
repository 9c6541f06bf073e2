namespace Port143.Protocol.Imap.Commands;

/// <summary>COMPRESS DEFLATE (RFC 4978 section 3).</summary>
/// <param name="Tag">The command's tag.</param>
public sealed record CompressCommand(string Tag) : ImapCommand(Tag);
