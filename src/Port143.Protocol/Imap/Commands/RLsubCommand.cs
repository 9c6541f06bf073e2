namespace Port143.Protocol.Imap.Commands;

/// <summary>RLSUB: LSUB that tells of mailboxes on other servers too (RFC 2193 section 5.2).</summary>
/// <param name="Tag">The command's tag.</param>
/// <param name="Reference">The reference name, decoded to Unicode; mostly empty.</param>
/// <param name="Pattern">The pattern, decoded to Unicode, with the wildcards <c>*</c> and <c>%</c>.</param>
public sealed record RLsubCommand(string Tag, string Reference, string Pattern) : ImapCommand(Tag);
