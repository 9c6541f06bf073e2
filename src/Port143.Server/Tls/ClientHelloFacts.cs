namespace Port143.Server.Tls;

/// <summary>What the first message of a TLS client says that decides how it is answered.</summary>
/// <param name="OffersTls13">Whether the client speaks TLS 1.3.</param>
/// <param name="ServerName">The host that it wants, in lower case (RFC 6066 section 3), or null.</param>
/// <param name="IsAcmeValidation">Whether it is a certificate authority that looks for a challenge (RFC 8737 section 3).</param>
internal readonly record struct ClientHelloFacts(bool OffersTls13, string? ServerName, bool IsAcmeValidation);
