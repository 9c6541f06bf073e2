namespace Port143.Protocol.Imap.Commands;

/// <summary>CAPABILITY (RFC 9051 section 6.1.1).</summary>
/// <param name="Tag">The command's tag.</param>
public sealed record CapabilityCommand(string Tag) : ImapCommand(Tag);
