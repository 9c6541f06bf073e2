namespace Port143.Protocol.Imap.Commands;

/// <summary>GETQUOTA (RFC 9208 section 4.1.1).</summary>
/// <param name="Tag">The command's tag.</param>
/// <param name="Root">The quota root.</param>
public sealed record GetQuotaCommand(string Tag, string Root) : ImapCommand(Tag);
