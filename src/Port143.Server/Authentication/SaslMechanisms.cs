using System.Security.Cryptography;

namespace Port143.Server.Authentication;

/// <summary>The mechanisms that there are.</summary>
internal static class SaslMechanisms
{
    private static readonly (string Name, Func<SaslContext, bool> IsOffered, Func<SaslContext, ISaslMechanism> Create)[] All =
    [
        (ExternalMechanism.Name, c => c.CertificateAccount is not null, c => new ExternalMechanism(c)),
        (ScramMechanism.Sha256 + ScramMechanism.Plus, c => c.OffersPlus, c => new ScramMechanism(HashAlgorithmName.SHA256, true, c)),
        (ScramMechanism.Sha256, c => c.OffersScram, c => new ScramMechanism(HashAlgorithmName.SHA256, false, c)),
        (ScramMechanism.Sha1 + ScramMechanism.Plus, c => c.OffersPlus, c => new ScramMechanism(HashAlgorithmName.SHA1, true, c)),
        (ScramMechanism.Sha1, c => c.OffersScram, c => new ScramMechanism(HashAlgorithmName.SHA1, false, c)),
        (OAuthBearerMechanism.Name, c => c.Tokens is not null, c => new OAuthBearerMechanism(c)),
        (XOAuth2Mechanism.Name, c => c.Tokens is not null, c => new XOAuth2Mechanism(c)),
        (PlainMechanism.Name, _ => true, _ => new PlainMechanism()),
        (LoginMechanism.Name, _ => true, _ => new LoginMechanism()),
        (AnonymousMechanism.Name, c => c.AnonymousAccount is not null, c => new AnonymousMechanism(c)),
    ];

    /// <summary>The names that are announced in AUTH= on a connection, best first.</summary>
    public static IEnumerable<string> Offered(SaslContext context) => All.Where(m => m.IsOffered(context)).Select(m => m.Name);

    /// <summary>Begins an exchange of the mechanism with this name, in any case; null when the connection offers none.</summary>
    public static ISaslMechanism? Create(string name, SaslContext context)
    {
        foreach (var mechanism in All)
        {
            if (name.Equals(mechanism.Name, StringComparison.OrdinalIgnoreCase))
            {
                return mechanism.IsOffered(context) ? mechanism.Create(context) : null;
            }
        }
        return null;
    }
}
