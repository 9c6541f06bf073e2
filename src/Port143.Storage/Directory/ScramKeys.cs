namespace Port143.Storage;

/// <summary>What a server keeps for SCRAM with one hash (RFC 5802 section 3).</summary>
/// <param name="StoredKey">The hash of the client's key.</param>
/// <param name="ServerKey">The key by which the server proves itself.</param>
public sealed record ScramKeys(byte[] StoredKey, byte[] ServerKey);
