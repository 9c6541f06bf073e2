namespace Port143.Protocol.Imap.Commands;

/// <summary>SETQUOTA (RFC 9208 section 4.1.3).</summary>
/// <param name="Tag">The command's tag.</param>
/// <param name="Root">The quota root.</param>
/// <param name="Limits">All limits that it is to have; no others remain.</param>
public sealed record SetQuotaCommand(string Tag, string Root, IReadOnlyList<QuotaLimit> Limits) : ImapCommand(Tag);
