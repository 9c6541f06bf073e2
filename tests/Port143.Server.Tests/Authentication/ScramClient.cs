using System.Security.Cryptography;
using System.Text;

namespace Port143.Server.Tests.Authentication;

/// <summary>The client's side of SCRAM (RFC 5802 section 3), written from the RFC for tests.</summary>
internal sealed class ScramClient(HashAlgorithmName hash, string user, string password, string header = "n,,", byte[]? binding = null, string nonce = "fyko+d2lbbFgONRv9qkxdawL")
{
    private readonly string _firstBare = $"n={user.Replace("=", "=3D").Replace(",", "=2C")},r={nonce}";

    /// <summary>The client-first-message.</summary>
    public string First => header + _firstBare;

    /// <summary>What the server must prove itself with, after <see cref="Final"/>.</summary>
    public string ServerFinal { get; private set; } = "";

    /// <summary>The client-final-message.</summary>
    public string Final(string serverFirst)
    {
        string[] parts = serverFirst.Split(',');
        Assert.StartsWith("r=" + nonce, parts[0], StringComparison.Ordinal);
        byte[] salt = Convert.FromBase64String(parts[1][2..]);
        int length = hash == HashAlgorithmName.SHA1 ? 20 : 32;
        byte[] salted = Rfc2898DeriveBytes.Pbkdf2(password, salt, int.Parse(parts[2][2..]), hash, length);
        byte[] clientKey = Hmac(salted, "Client Key");
        byte[] bound = [.. Encoding.ASCII.GetBytes(header), .. binding ?? []];
        string withoutProof = $"c={Convert.ToBase64String(bound)},{parts[0]}";
        string signed = $"{_firstBare},{serverFirst},{withoutProof}";
        byte[] signature = Hmac(CryptographicOperations.HashData(hash, clientKey), signed);
        byte[] proof = [.. clientKey.Zip(signature, (a, b) => (byte)(a ^ b))];
        ServerFinal = "v=" + Convert.ToBase64String(Hmac(Hmac(salted, "Server Key"), signed));
        return $"{withoutProof},p={Convert.ToBase64String(proof)}";
    }

    /// <summary>Runs the exchange over a connection; the tagged response.</summary>
    public async Task<string> SignInAsync(TestClient client, string mechanism)
    {
        await client.SendAsync($"scram AUTHENTICATE {mechanism}\r\n");
        if (await client.ReadAsync() is { } begin && begin != "+ ")
        {
            return begin;
        }
        await client.SendAsync(Base64(First) + "\r\n");
        string answer = (await client.ReadAsync())!;
        if (!answer.StartsWith("+ ", StringComparison.Ordinal))
        {
            return answer;
        }
        await client.SendAsync(Base64(Final(Text(answer))) + "\r\n");
        answer = (await client.ReadAsync())!;
        if (!answer.StartsWith("+ ", StringComparison.Ordinal))
        {
            return answer;
        }
        Assert.Equal(ServerFinal, Text(answer));
        await client.SendAsync("\r\n");
        return (await client.ReadToTagAsync("scram"))[^1];
    }

    private static string Text(string answer) => Encoding.ASCII.GetString(Convert.FromBase64String(answer[2..]));

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));

    private byte[] Hmac(byte[] key, string text) => CryptographicOperations.HmacData(hash, key, Encoding.ASCII.GetBytes(text));
}
