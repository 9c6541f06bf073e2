namespace Port143.Server.Authentication;

/// <summary>The OpenID Connect provider whose tokens are accepted.</summary>
public sealed record OAuthOptions
{
    /// <summary>The provider's issuer identifier, exactly as its tokens say it; empty: tokens are not accepted.</summary>
    public string Issuer { get; init; } = "";

    /// <summary>The audience that a token must be made for.</summary>
    public string Audience { get; init; } = "";

    /// <summary>The scope that a token must have.</summary>
    public string Scope { get; init; } = "imap";

    /// <summary>The claim that is the account's address.</summary>
    public string Claim { get; init; } = "email";

    /// <summary>Whether a provider is set.</summary>
    public bool IsOn => Issuer.Length > 0;

    /// <summary>Where the provider describes itself (OpenID Connect Discovery 1.0 section 4).</summary>
    public string Configuration => Issuer.TrimEnd('/') + "/.well-known/openid-configuration";

    /// <summary>Whether an address is fit to be asked: HTTPS, or this machine.</summary>
    public static bool IsSafe(string address) =>
        Uri.TryCreate(address, UriKind.Absolute, out Uri? uri) && uri.UserInfo.Length == 0
        && (uri.Scheme == Uri.UriSchemeHttps || uri.Scheme == Uri.UriSchemeHttp && uri.IsLoopback);
}
