namespace Port143.Protocol.Imap.Commands;

/// <summary>EXPUNGE (RFC 9051 section 6.4.3) and UID EXPUNGE (RFC 4315 section 2.1).</summary>
/// <param name="Tag">The command's tag.</param>
/// <param name="Uids">The UIDs that UID EXPUNGE is limited to, or null for EXPUNGE.</param>
public sealed record ExpungeCommand(string Tag, SequenceSet? Uids) : ImapCommand(Tag);
