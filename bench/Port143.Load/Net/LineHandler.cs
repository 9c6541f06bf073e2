namespace Port143.Load.Net;

/// <summary>Looks at an untagged response, up to its first literal.</summary>
internal delegate void LineHandler(ReadOnlySpan<byte> line);
