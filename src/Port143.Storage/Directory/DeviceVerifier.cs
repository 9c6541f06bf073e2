namespace Port143.Storage;

/// <summary>
/// By what a device password is recognised; it cannot be used to sign in. Not for logs or replies. The salt and the count are
/// the same for all device passwords of an account, because SCRAM tells them before it is known which one the client has.
/// </summary>
/// <param name="Tag">HMAC-SHA-256 of the password under the directory's key.</param>
/// <param name="Salt">The salt of SCRAM (RFC 5802 section 5.1).</param>
/// <param name="Iterations">Its iteration count.</param>
/// <param name="Sha1">The keys for SCRAM-SHA-1.</param>
/// <param name="Sha256">The keys for SCRAM-SHA-256.</param>
public sealed record DeviceVerifier(byte[] Tag, byte[] Salt, int Iterations, ScramKeys Sha1, ScramKeys Sha256);
