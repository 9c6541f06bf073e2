namespace Port143.Protocol.Imap.Commands;

/// <summary>NAMESPACE (RFC 9051 section 6.3.10).</summary>
/// <param name="Tag">The command's tag.</param>
public sealed record NamespaceCommand(string Tag) : ImapCommand(Tag);
