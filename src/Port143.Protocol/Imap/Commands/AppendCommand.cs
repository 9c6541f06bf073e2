namespace Port143.Protocol.Imap.Commands;

/// <summary>APPEND (RFC 9051 section 6.3.12) of one or more messages (MULTIAPPEND, RFC 3502).</summary>
/// <param name="Tag">The command's tag.</param>
/// <param name="Mailbox">The mailbox, decoded to Unicode, not yet validated.</param>
/// <param name="Items">The messages, at least one.</param>
public sealed record AppendCommand(string Tag, string Mailbox, IReadOnlyList<AppendItem> Items) : ImapCommand(Tag);
