namespace Port143.Protocol.Imap.Commands;

/// <summary>RESETKEY (RFC 4467).</summary>
/// <param name="Tag">The command's tag.</param>
/// <param name="Mailbox">The mailbox, decoded to Unicode, not yet validated; null for all.</param>
/// <param name="Mechanisms">The mechanisms, in capitals; empty for INTERNAL.</param>
public sealed record ResetKeyCommand(string Tag, string? Mailbox, IReadOnlyList<string> Mechanisms) : ImapCommand(Tag);
