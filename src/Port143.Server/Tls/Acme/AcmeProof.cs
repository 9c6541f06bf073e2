using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Port143.Server.Tls.Acme;

/// <summary>What proves a name (RFC 8555 section 8.1).</summary>
/// <param name="Name">The host name, without the asterisk of a wildcard.</param>
/// <param name="Token">The authority's token, base64url.</param>
/// <param name="KeyAuthorization">The token with the thumbprint of the account's key.</param>
internal sealed record AcmeProof(string Name, string Token, string KeyAuthorization)
{
    /// <summary>The SHA-256 of <see cref="KeyAuthorization"/>.</summary>
    public byte[] Digest => SHA256.HashData(Encoding.ASCII.GetBytes(KeyAuthorization));

    /// <summary>The value of the TXT record (RFC 8555 section 8.4).</summary>
    public string DnsValue => Base64Url.EncodeToString(Digest);

    /// <summary>Makes a proof from a token, which must be what tokens are.</summary>
    public static AcmeProof Create(string name, string token, AcmeAccountKey key) =>
        token.Length is > 0 and <= 512 && token.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_') ? new AcmeProof(name, token, token + "." + key.Thumbprint)
        : throw new AcmeException("the authority sent a token that is not base64url");
}
