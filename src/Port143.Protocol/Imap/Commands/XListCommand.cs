namespace Port143.Protocol.Imap.Commands;

/// <summary>XLIST, which LIST with SPECIAL-USE (RFC 6154) has replaced; old clients use nothing else.</summary>
/// <param name="Tag">The command's tag.</param>
/// <param name="Reference">The reference name, decoded to Unicode; mostly empty.</param>
/// <param name="Pattern">The pattern, decoded to Unicode, with the wildcards <c>*</c> and <c>%</c>.</param>
public sealed record XListCommand(string Tag, string Reference, string Pattern) : ImapCommand(Tag);
