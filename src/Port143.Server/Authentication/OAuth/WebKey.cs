using System.Security.Cryptography;
using System.Text.Json;
using Geralt;

namespace Port143.Server.Authentication;

/// <summary>
/// A public key of a provider (RFC 7517). It belongs to one algorithm, so that a token cannot choose how it is checked: RS256
/// and ES256 (RFC 7518), EdDSA with Ed25519 (RFC 8037). Others, and <c>none</c> among them, do not exist here.
/// </summary>
internal sealed class WebKey
{
    private const int LeastRsaBits = 2048, MostRsaBits = 8192;

    private readonly Func<byte[], byte[], bool> _verify;

    private WebKey(string? id, string algorithm, Func<byte[], byte[], bool> verify)
    {
        Id = id;
        Algorithm = algorithm;
        _verify = verify;
    }

    /// <summary>Its name, or null.</summary>
    public string? Id { get; }

    /// <summary>The algorithm that it is for.</summary>
    public string Algorithm { get; }

    /// <summary>Whether this key made the signature of a token.</summary>
    public bool Verifies(WebToken token) => token.Algorithm == Algorithm && _verify(token.Signed, token.Signature);

    /// <summary>The usable keys of a key set (RFC 7517 section 5); what is not understood is passed over.</summary>
    public static IReadOnlyList<WebKey> ReadSet(JsonElement set)
    {
        var keys = new List<WebKey>();
        if (set.ValueKind == JsonValueKind.Object && set.TryGetProperty("keys", out JsonElement list) && list.ValueKind == JsonValueKind.Array)
        {
            foreach (JsonElement one in list.EnumerateArray().Take(100))
            {
                if (one.ValueKind == JsonValueKind.Object && WebToken.Text(one, "use") is null or "sig" && Read(one) is { } key
                    && (WebToken.Text(one, "alg") is not { } named || named == key.Algorithm))
                {
                    keys.Add(key);
                }
            }
        }
        return keys;
    }

    private static WebKey? Read(JsonElement key)
    {
        string? id = WebToken.Text(key, "kid");
        try
        {
            switch (WebToken.Text(key, "kty"), WebToken.Text(key, "crv"))
            {
                case ("RSA", _) when Bytes(key, "n") is { } modulus && Bytes(key, "e") is { } exponent:
                    RSA rsa = RSA.Create(new RSAParameters { Modulus = modulus, Exponent = exponent });
                    return rsa.KeySize is < LeastRsaBits or > MostRsaBits ? null
                        : new WebKey(id, "RS256", (data, sign) => rsa.VerifyData(data, sign, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));
                case ("EC", "P-256") when Bytes(key, "x") is { Length: 32 } x && Bytes(key, "y") is { Length: 32 } y:
                    ECDsa ecdsa = ECDsa.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, Q = new ECPoint { X = x, Y = y } });
                    return new WebKey(id, "ES256", (data, sign) => ecdsa.VerifyData(data, sign, HashAlgorithmName.SHA256));
                case ("OKP", "Ed25519") when Bytes(key, "x") is { Length: 32 } point:
                    return new WebKey(id, "EdDSA", (data, sign) => sign.Length == 64 && Ed25519.Verify(sign, data, point));
                default:
                    return null;
            }
        }
        catch (CryptographicException)
        {
            return null; // no point of the curve, or a modulus that is none
        }
    }

    private static byte[]? Bytes(JsonElement key, string name) => WebToken.Text(key, name) is { } text ? WebToken.Decode(text) : null;
}
