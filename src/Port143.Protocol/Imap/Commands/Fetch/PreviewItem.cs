namespace Port143.Protocol.Imap.Commands.Fetch;

/// <summary>PREVIEW (RFC 8970 section 3).</summary>
/// <param name="Lazy">Whether NIL is good enough when there is no preview at hand.</param>
public sealed record PreviewItem(bool Lazy) : FetchItem;
