using Port143.Mail;
using Port143.Server.Authentication;
using Port143.Server.Tls;

namespace Port143.Server;

/// <summary>The ways to sign in.</summary>
public sealed record SignInOptions
{
    /// <summary>Whether SCRAM is announced. Default: where it helps.</summary>
    public ScramOffer Scram { get; init; }

    /// <summary>The account that anybody may read (RFC 4505). Default: none.</summary>
    public AccountAddress? AnonymousAccount { get; init; }

    /// <summary>Whose tokens are accepted. Default: nobody's.</summary>
    public OAuthOptions OAuth { get; init; } = new();

    /// <summary>Which client certificates sign in. Default: none.</summary>
    public ClientCertificates? ClientCertificates { get; init; }

    /// <summary>How many wrong passwords are too many.</summary>
    public AttackLimits Attacks { get; init; } = new();
}
