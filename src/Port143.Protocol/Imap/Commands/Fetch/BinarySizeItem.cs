namespace Port143.Protocol.Imap.Commands.Fetch;

/// <summary><c>BINARY.SIZE[part]</c>: the size of a part with its transfer encoding undone (RFC 3516 section 4.2).</summary>
/// <param name="Section">Which part of the message; its kind is <see cref="SectionKind.All"/>.</param>
public sealed record BinarySizeItem(SectionPath Section) : FetchItem;
