namespace Port143.Protocol.Imap.Commands.Fetch;

/// <summary><c>BODY[section]&lt;partial&gt;</c> and <c>BODY.PEEK[section]&lt;partial&gt;</c> (RFC 9051 section 6.4.5).</summary>
/// <param name="Section">Which part of the message.</param>
/// <param name="Partial">Which octets of it, or null for all.</param>
/// <param name="Peek">Whether <c>\Seen</c> stays as it is.</param>
public sealed record BodySectionItem(SectionPath Section, PartialRange? Partial, bool Peek) : FetchItem;
