namespace Port143.Protocol.Imap.Commands;

/// <summary>LSUB (RFC 3501 section 6.3.9).</summary>
/// <param name="Tag">The command's tag.</param>
/// <param name="Reference">The reference name, decoded to Unicode; mostly empty.</param>
/// <param name="Pattern">The pattern, decoded to Unicode, with the wildcards <c>*</c> and <c>%</c>.</param>
public sealed record LsubCommand(string Tag, string Reference, string Pattern) : ImapCommand(Tag);
