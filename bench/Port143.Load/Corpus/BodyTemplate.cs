namespace Port143.Load.Corpus;

/// <summary>The part of a message behind its header, which many messages share.</summary>
/// <param name="Fields">The header fields that belong to it: Content-Type and, where needed, Content-Transfer-Encoding; CRLF at the end.</param>
/// <param name="Bytes">The octets. No line begins with a dot, none is longer than 998 octets, each ends with CRLF.</param>
internal sealed record BodyTemplate(string Fields, byte[] Bytes);
