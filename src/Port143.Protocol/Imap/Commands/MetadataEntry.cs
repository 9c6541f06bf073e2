namespace Port143.Protocol.Imap.Commands;

/// <summary>An entry of SETMETADATA with its value.</summary>
/// <param name="Entry">A valid entry name, as the client wrote it.</param>
/// <param name="Value">The value, any octets; null for NIL, which removes the entry.</param>
public sealed record MetadataEntry(string Entry, byte[]? Value);
