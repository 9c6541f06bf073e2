using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Port143.Server.Tls.Acme;

/// <summary>The key of the account at the authority (ECDSA P-256, ES256), kept as PEM.</summary>
internal sealed class AcmeAccountKey : IDisposable
{
    private readonly ECDsa _key;

    private AcmeAccountKey(ECDsa key)
    {
        _key = key;
        ECParameters point = key.ExportParameters(includePrivateParameters: false);
        // The members in this order and without blanks are what the thumbprint is made from (RFC 7638 section 3).
        Jwk = $$"""{"crv":"P-256","kty":"EC","x":"{{Base64Url.EncodeToString(point.Q.X)}}","y":"{{Base64Url.EncodeToString(point.Q.Y)}}"}""";
        Thumbprint = Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(Jwk)));
    }

    /// <summary>The public key as JSON (RFC 7517).</summary>
    public string Jwk { get; }

    /// <summary>Its thumbprint (RFC 7638), base64url.</summary>
    public string Thumbprint { get; }

    /// <summary>Reads the key, or makes one and writes it.</summary>
    public static AcmeAccountKey Open(string path)
    {
        ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        if (!File.Exists(path))
        {
            AcmeFile.Write(path, Encoding.ASCII.GetBytes(key.ExportPkcs8PrivateKeyPem() + "\n"));
            return new AcmeAccountKey(key);
        }
        try
        {
            key.ImportFromPem(File.ReadAllText(path));
        }
        catch (Exception error) when (error is CryptographicException or ArgumentException)
        {
            key.Dispose();
            throw new AcmeException($"{path} is no private key in PEM; restore it, or remove it to open a new account", null, error);
        }
        return key.KeySize == 256 ? new AcmeAccountKey(key)
            : throw new AcmeException($"{path} is not an ECDSA P-256 key; remove it to open a new account");
    }

    /// <summary>Signs (RFC 7518 section 3.4): 64 bytes.</summary>
    public byte[] Sign(ReadOnlySpan<byte> data) => _key.SignData(data, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);

    /// <inheritdoc/>
    public void Dispose() => _key.Dispose();
}
