namespace Port143.Protocol.Imap.Commands;

/// <summary>Some of the mailboxes that ESEARCH searches (RFC 7377 section 2.2).</summary>
/// <param name="Kind">Which.</param>
/// <param name="Mailboxes">Their names, for those kinds that have them.</param>
public sealed record SearchSource(SearchSourceKind Kind, IReadOnlyList<string> Mailboxes);
