namespace Port143.Protocol.Imap.Commands.Fetch;

/// <summary>The part of a section asked for by <c>&lt;offset.count&gt;</c> (RFC 9051 section 6.4.5).</summary>
/// <param name="Offset">The first octet, from 0.</param>
/// <param name="Count">How many octets at most, not 0.</param>
public readonly record struct PartialRange(long Offset, long Count);
