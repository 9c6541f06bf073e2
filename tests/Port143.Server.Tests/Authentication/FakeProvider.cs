using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Port143.Server.Tests.Authentication;

/// <summary>An OpenID Connect provider on loopback, with an RSA, an EC and an Ed25519 key.</summary>
internal sealed class FakeProvider : IDisposable
{
    private readonly HttpListener _listener = new();
    private readonly RSA _rsa = RSA.Create(2048);
    private readonly ECDsa _ecdsa = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly byte[] _edPublic = new byte[32], _edPrivate = new byte[64];
    private int _fetches;

    public FakeProvider()
    {
        Geralt.Ed25519.GenerateKeyPair(_edPublic, _edPrivate);
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        int port = ((IPEndPoint)probe.LocalEndpoint).Port;
        probe.Stop();
        Issuer = $"http://127.0.0.1:{port}";
        _listener.Prefixes.Add(Issuer + "/");
        _listener.Start();
        _ = ServeAsync();
    }

    public string Issuer { get; }

    /// <summary>What is added to the names of the keys: changing it rotates them.</summary>
    public string Generation { get; set; } = "1";

    /// <summary>How often the keys were fetched.</summary>
    public int Fetches => Volatile.Read(ref _fetches);

    public void Dispose() => _listener.Close();

    /// <summary>Claims that are right for an account, with changes.</summary>
    public Dictionary<string, object> Claims(string address, params (string Name, object? Value)[] changes)
    {
        long now = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        var claims = new Dictionary<string, object>
        {
            ["iss"] = Issuer, ["aud"] = "port143", ["exp"] = now + 300, ["nbf"] = now - 10, ["scope"] = "openid imap", ["email"] = address,
        };
        foreach ((string name, object? value) in changes)
        {
            claims.Remove(name);
            if (value is not null)
            {
                claims[name] = value;
            }
        }
        return claims;
    }

    /// <summary>A token with these claims; <paramref name="header"/> may lie about the algorithm and the key.</summary>
    public string Sign(Dictionary<string, object> claims, string algorithm = "RS256", object? header = null)
    {
        string signed = Encode(JsonSerializer.SerializeToUtf8Bytes(header ?? new { alg = algorithm, kid = algorithm + Generation }))
            + "." + Encode(JsonSerializer.SerializeToUtf8Bytes(claims));
        byte[] data = Encoding.ASCII.GetBytes(signed);
        byte[] signature = new byte[64];
        switch (algorithm)
        {
            case "RS256":
                signature = _rsa.SignData(data, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
                break;
            case "ES256":
                signature = _ecdsa.SignData(data, HashAlgorithmName.SHA256);
                break;
            case "EdDSA":
                Geralt.Ed25519.Sign(signature, data, _edPrivate);
                break;
            case "HS256": // signed with what everybody knows
                signature = HMACSHA256.HashData(_rsa.ExportSubjectPublicKeyInfo(), data);
                break;
            default:
                signature = [];
                break;
        }
        return signed + "." + Encode(signature);
    }

    private static string Encode(byte[] bytes) => Convert.ToBase64String(bytes).TrimEnd('=').Replace('+', '-').Replace('/', '_');

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                HttpListenerContext context = await _listener.GetContextAsync();
                byte[] body = context.Request.Url!.AbsolutePath == "/keys" ? Keys()
                    : JsonSerializer.SerializeToUtf8Bytes(new { issuer = Issuer, jwks_uri = Issuer + "/keys" });
                await context.Response.OutputStream.WriteAsync(body);
                context.Response.Close();
            }
        }
        catch (Exception error) when (error is HttpListenerException or ObjectDisposedException)
        {
        }
    }

    private byte[] Keys()
    {
        Interlocked.Increment(ref _fetches);
        RSAParameters rsa = _rsa.ExportParameters(false);
        ECPoint point = _ecdsa.ExportParameters(false).Q;
        return JsonSerializer.SerializeToUtf8Bytes(new
        {
            keys = new object[]
            {
                new { kty = "RSA", use = "sig", kid = "RS256" + Generation, n = Encode(rsa.Modulus!), e = Encode(rsa.Exponent!) },
                new { kty = "EC", crv = "P-256", kid = "ES256" + Generation, alg = "ES256", x = Encode(point.X!), y = Encode(point.Y!) },
                new { kty = "OKP", crv = "Ed25519", kid = "EdDSA" + Generation, x = Encode(_edPublic) },
                new { kty = "RSA", use = "enc", kid = "enc", n = Encode(rsa.Modulus!), e = Encode(rsa.Exponent!) },
                new { kty = "oct", kid = "HS256" + Generation, k = Encode(_rsa.ExportSubjectPublicKeyInfo()) },
                new { kty = "RSA", kid = "small", n = Encode(new byte[64]), e = Encode(rsa.Exponent!) },
            },
        });
    }
}
