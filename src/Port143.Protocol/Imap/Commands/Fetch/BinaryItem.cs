namespace Port143.Protocol.Imap.Commands.Fetch;

/// <summary><c>BINARY[part]&lt;partial&gt;</c> and <c>BINARY.PEEK[part]&lt;partial&gt;</c>: a part with its transfer encoding
/// undone (RFC 3516 section 4.2, RFC 9051 section 6.4.5).</summary>
/// <param name="Section">Which part of the message; its kind is <see cref="SectionKind.All"/>.</param>
/// <param name="Partial">Which octets of the decoded part, or null for all.</param>
/// <param name="Peek">Whether <c>\Seen</c> stays as it is.</param>
public sealed record BinaryItem(SectionPath Section, PartialRange? Partial, bool Peek) : FetchItem;
