namespace Port143.Protocol.Imap.Commands;

/// <summary>SELECT and EXAMINE (RFC 9051 sections 6.3.2 and 6.3.3).</summary>
/// <param name="Tag">The command's tag.</param>
/// <param name="Mailbox">The mailbox, decoded to Unicode, not yet validated.</param>
/// <param name="ReadOnly">True for EXAMINE.</param>
/// <param name="Condstore">Whether the CONDSTORE parameter was given (RFC 7162 section 3.1.8).</param>
/// <param name="Qresync">The QRESYNC parameter, or null (RFC 7162 section 3.2.5).</param>
public sealed record SelectCommand(string Tag, string Mailbox, bool ReadOnly, bool Condstore, QresyncParameter? Qresync)
    : ImapCommand(Tag);
