namespace Port143.Protocol.Imap.Commands.Search;

/// <summary>YOUNGER (RFC 5032): messages whose internal date lies at most so long ago.</summary>
/// <param name="Seconds">The interval in seconds, not 0.</param>
public sealed record YoungerKey(uint Seconds) : SearchKey;
