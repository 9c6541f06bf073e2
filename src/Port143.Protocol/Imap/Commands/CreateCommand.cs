namespace Port143.Protocol.Imap.Commands;

/// <summary>CREATE (RFC 9051 section 6.3.4) with the USE parameter of CREATE-SPECIAL-USE (RFC 6154 section 3).</summary>
/// <param name="Tag">The command's tag.</param>
/// <param name="Mailbox">The mailbox, decoded to Unicode, not yet validated.</param>
/// <param name="UseAttributes">The attributes of USE, such as <c>\Sent</c>, known or not; empty when not given.</param>
public sealed record CreateCommand(string Tag, string Mailbox, IReadOnlyList<string> UseAttributes) : ImapCommand(Tag);
