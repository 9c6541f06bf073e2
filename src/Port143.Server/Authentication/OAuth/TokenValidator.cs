using System.Text.Json;
using Microsoft.Extensions.Logging;
using Port143.Mail;

namespace Port143.Server.Authentication;

/// <summary>
/// Decides whether a token of the provider signs in, and as whom: signature, issuer, audience, time and scope must all be right
/// (RFC 7519 section 7.2, RFC 8725, RFC 9068 section 4). Thread-safe.
/// </summary>
internal sealed class TokenValidator(OAuthOptions options, TimeProvider time, ILogger log) : IDisposable
{
    private static readonly TimeSpan Skew = TimeSpan.FromSeconds(60);

    private readonly WebKeys _keys = new(options, time, log);

    /// <summary>The provider.</summary>
    public OAuthOptions Options => options;

    /// <summary>Where refusals are logged.</summary>
    public ILogger Log => log;

    /// <summary>Looks at a token.</summary>
    public async ValueTask<TokenVerdict> ValidateAsync(string text, CancellationToken cancel)
    {
        if (WebToken.Parse(text) is not { } token)
        {
            return TokenVerdict.Invalid("it is not a signed token");
        }
        if (token.Algorithm is not ("RS256" or "ES256" or "EdDSA"))
        {
            return TokenVerdict.Invalid("its algorithm is not accepted");
        }
        // The cheap checks first: they need no key, and what a forger learns from them he wrote himself.
        if (CheckClaims(token.Claims) is { } problem)
        {
            return problem;
        }
        IReadOnlyList<WebKey>? keys = await _keys.FindAsync(token, cancel).ConfigureAwait(false);
        if (keys is null)
        {
            return new TokenVerdict(null, "the provider of tokens cannot be reached; try again later", "temporarily_unavailable", IsOutage: true);
        }
        if (!keys.Any(k => k.Verifies(token)))
        {
            return TokenVerdict.Invalid("its signature is not by a key of the provider");
        }
        return WebToken.Text(token.Claims, options.Claim) is { } name && AccountAddress.TryCreate(name, out AccountAddress? address, out _)
            ? TokenVerdict.Good(address)
            : TokenVerdict.Invalid($"its claim {options.Claim} is no address");
    }

    /// <inheritdoc/>
    public void Dispose() => _keys.Dispose();

    private TokenVerdict? CheckClaims(JsonElement claims)
    {
        long now = time.GetUtcNow().ToUnixTimeSeconds(), skew = (long)Skew.TotalSeconds;
        if (WebToken.Text(claims, "iss") != options.Issuer)
        {
            return TokenVerdict.Invalid("it is of another issuer");
        }
        if (!Holds(claims, "aud", options.Audience, split: false))
        {
            return TokenVerdict.Invalid("it is made for another audience");
        }
        if (Number(claims, "exp") is not { } end)
        {
            return TokenVerdict.Invalid("it does not say when it ends");
        }
        if (now > end + skew)
        {
            return TokenVerdict.Invalid("it has expired");
        }
        if (claims.TryGetProperty("nbf", out _) && !(Number(claims, "nbf") <= now + skew))
        {
            return TokenVerdict.Invalid("it is not valid yet");
        }
        if (!Holds(claims, "scope", options.Scope, split: true) && !Holds(claims, "scp", options.Scope, split: true))
        {
            return TokenVerdict.TooLittle($"it lacks the scope {options.Scope}");
        }
        // An address that the provider did not verify is anybody's to claim.
        return options.Claim == "email" && claims.TryGetProperty("email_verified", out JsonElement verified) && verified.ValueKind != JsonValueKind.True
            ? TokenVerdict.Invalid("its address is not verified by the provider")
            : null;
    }

    // Text, in words for scopes, or a list of texts.
    private static bool Holds(JsonElement claims, string name, string wanted, bool split)
    {
        if (!claims.TryGetProperty(name, out JsonElement value))
        {
            return false;
        }
        return value.ValueKind switch
        {
            JsonValueKind.String => split ? value.GetString()!.Split(' ').Contains(wanted) : value.GetString() == wanted,
            JsonValueKind.Array => value.EnumerateArray().Any(v => v.ValueKind == JsonValueKind.String && v.GetString() == wanted),
            _ => false,
        };
    }

    // NumericDate may have a fraction (RFC 7519 section 2).
    private static double? Number(JsonElement claims, string name) =>
        claims.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out double number)
            ? number : null;
}
