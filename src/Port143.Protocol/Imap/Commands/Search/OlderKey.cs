namespace Port143.Protocol.Imap.Commands.Search;

/// <summary>OLDER (RFC 5032): messages whose internal date lies at least so long ago.</summary>
/// <param name="Seconds">The interval in seconds, not 0.</param>
public sealed record OlderKey(uint Seconds) : SearchKey;
