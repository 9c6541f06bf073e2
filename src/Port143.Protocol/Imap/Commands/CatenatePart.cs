namespace Port143.Protocol.Imap.Commands;

/// <summary>A piece of a message that is put together (CATENATE, RFC 4469): a URL or a literal.</summary>
/// <param name="Url">The URL of octets that the server has; null for a literal.</param>
/// <param name="Literal">Which body literal of the command, from 0; -1 for a URL.</param>
/// <param name="Size">The length of the literal in octets.</param>
public sealed record CatenatePart(string? Url, int Literal, long Size);
