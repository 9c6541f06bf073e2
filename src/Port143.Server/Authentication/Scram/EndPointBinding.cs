using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Port143.Server.Authentication;

/// <summary>
/// The channel binding <c>tls-server-end-point</c> (RFC 5929 section 4.1): the hash of the certificate that the server sent.
/// It is computed here, because .NET gives it to clients only; tls-unique has no meaning in TLS 1.3, and .NET has no
/// tls-exporter.
/// </summary>
internal static class EndPointBinding
{
    /// <summary>The binding; null for a certificate whose signature names no single hash, for which it is not defined.</summary>
    public static byte[]? Of(X509Certificate? certificate) => certificate is X509Certificate2 sent
        ? sent.SignatureAlgorithm.Value switch
        {
            // MD5 and SHA-1 become SHA-256.
            "1.2.840.113549.1.1.4" or "1.2.840.113549.1.1.5" or "1.2.840.10045.4.1"
                or "1.2.840.113549.1.1.11" or "1.2.840.10045.4.3.2" => SHA256.HashData(sent.RawDataMemory.Span),
            "1.2.840.113549.1.1.12" or "1.2.840.10045.4.3.3" => SHA384.HashData(sent.RawDataMemory.Span),
            "1.2.840.113549.1.1.13" or "1.2.840.10045.4.3.4" => SHA512.HashData(sent.RawDataMemory.Span),
            _ => null,
        }
        : null;
}
