using System.Text;
using System.Text.Json;

namespace Port143.Server.Authentication;

/// <summary>A signed token (RFC 7519 in the compact form of RFC 7515), taken apart; nothing in it is proved.</summary>
internal sealed record WebToken
{
    private const int MaxLength = 16 * 1024;

    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = 16, AllowDuplicateProperties = false };

    /// <summary>The algorithm that it names.</summary>
    public required string Algorithm { get; init; }

    /// <summary>The key that it names, or null. It is compared with names and used for nothing else.</summary>
    public string? KeyId { get; init; }

    /// <summary>What is signed.</summary>
    public required byte[] Signed { get; init; }

    /// <summary>The signature.</summary>
    public required byte[] Signature { get; init; }

    /// <summary>The claims.</summary>
    public required JsonElement Claims { get; init; }

    /// <summary>Reads a token; null for what is none, or asks for something that is not understood (RFC 7515 section 4.1.11).</summary>
    public static WebToken? Parse(string text)
    {
        string[] parts = text.Split('.');
        if (text.Length > MaxLength || parts.Length != 3
            || ReadJson(parts[0]) is not { } header || ReadJson(parts[1]) is not { } claims || Decode(parts[2]) is not { } signature
            || header.TryGetProperty("crit", out _) || Text(header, "alg") is not { } algorithm)
        {
            return null;
        }
        return new WebToken
        {
            Algorithm = algorithm, KeyId = Text(header, "kid"), Claims = claims, Signature = signature,
            Signed = Encoding.ASCII.GetBytes(text[..text.LastIndexOf('.')]),
        };
    }

    /// <summary>A member of an object that is text, or null.</summary>
    public static string? Text(JsonElement holder, string name) =>
        holder.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    /// <summary>Base64url without padding (RFC 7515 section 2), or null.</summary>
    public static byte[]? Decode(string base64Url)
    {
        string base64 = base64Url.Replace('-', '+').Replace('_', '/');
        if (base64Url.AsSpan().ContainsAny("+/="))
        {
            return null;
        }
        base64 = base64.PadRight((base64.Length + 3) / 4 * 4, '=');
        byte[] bytes = new byte[StrictBase64.MaxDecodedLength(base64.Length)];
        return StrictBase64.TryDecode(Encoding.UTF8.GetBytes(base64), bytes, out int written) ? bytes[..written] : null;
    }

    private static JsonElement? ReadJson(string base64Url)
    {
        if (Decode(base64Url) is not { } json)
        {
            return null;
        }
        try
        {
            using JsonDocument document = JsonDocument.Parse(json, Strict);
            return document.RootElement.ValueKind == JsonValueKind.Object ? document.RootElement.Clone() : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
