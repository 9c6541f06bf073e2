using Port143.Server;
using Port143.Server.Authentication;
using Port143.Server.Tls.Acme;

namespace Port143.Configuration;

/// <summary>What must be true of several keys together.</summary>
internal static class ConfigRules
{
    /// <summary>The mistakes; <paramref name="place"/> says where a key was set.</summary>
    public static IEnumerable<ConfigFinding> Check(Settings settings, Func<string, ConfigPlace> place)
    {
        if (settings.TlsCertificate is null != settings.TlsKey is null)
        {
            (string set, string missing) = settings.TlsKey is null ? ("certificate", "key") : ("key", "certificate");
            yield return new ConfigFinding(place("tls." + set), $"tls.{set} is set without tls.{missing}; set both or neither", $"{missing} = \"PATH\"");
        }
        foreach (ConfigFinding finding in CheckAcme(settings, place))
        {
            yield return finding;
        }
        OAuthOptions oauth = settings.Server.SignIn.OAuth;
        if (oauth.Issuer.Length == 0 != (oauth.Audience.Length == 0))
        {
            (string set, string missing) = oauth.Issuer.Length == 0 ? ("audience", "issuer") : ("issuer", "audience");
            yield return new ConfigFinding(
                place("oauth." + set), $"oauth.{set} is set without oauth.{missing}; tokens for somebody else would be taken, so set both or neither",
                $"{missing} = \"{(missing == "issuer" ? "https://id.example.org" : "port143")}\"");
        }
        if (settings.ClientAccounts.Count > 0 && settings.ClientCa is null)
        {
            yield return new ConfigFinding(
                place("tls.client_accounts"), "tls.client_accounts is set without tls.client_ca, so no client is asked for a certificate", "client_ca = \"PATH\"");
        }
        ServerOptions server = settings.Server;
        (string Name, ListenAddress Address)[] listeners =
            [("imap", server.Imap), ("imaps", server.Imaps), ("imaps585", server.Imaps585), ("lmtp", server.Lmtp)];
        if (listeners.All(l => l.Address.IsOff))
        {
            yield return new ConfigFinding(place("listeners.imaps"), "every listener is off, so nobody could reach the server", "imaps = \"*:993\"");
        }
        for (int i = 0; i < listeners.Length; i++)
        {
            for (int j = 0; j < i; j++)
            {
                if (Collide(listeners[i].Address, listeners[j].Address))
                {
                    yield return new ConfigFinding(
                        place("listeners." + listeners[i].Name),
                        $"{listeners[i].Name} and {listeners[j].Name} both listen on {listeners[i].Address}; give one another port, or \"off\"", null);
                }
            }
        }
        if (server.Limits.SignInTotal < server.Limits.SignInIdle)
        {
            yield return new ConfigFinding(
                place("limits.sign_in_total"), "sign_in_total is shorter than sign_in_idle, which would then never count", null);
        }
        if (server.Limits.Command < server.Limits.Literal)
        {
            yield return new ConfigFinding(place("limits.command"), "command is smaller than literal, so no literal could be that long", null);
        }
    }

    private static IEnumerable<ConfigFinding> CheckAcme(Settings settings, Func<string, ConfigPlace> place)
    {
        AcmeOptions acme = settings.Acme;
        if (!acme.IsOn)
        {
            yield break;
        }
        if (settings.TlsCertificate is not null)
        {
            yield return new ConfigFinding(
                place("acme.names"), "acme.names and tls.certificate both say what the certificate is; remove one of them", null);
        }
        if (acme.Challenge == AcmeChallenge.Dns && acme.DnsHook is null)
        {
            yield return new ConfigFinding(
                place("acme.challenge"), "acme.challenge is dns without acme.dns_hook, the program that sets the record", "dns_hook = \"PATH\"");
        }
        if (acme.Challenge == AcmeChallenge.Http && acme.Http.IsOff)
        {
            yield return new ConfigFinding(place("acme.http"), "acme.challenge is http and acme.http is off, so no name could be proven", "http = \"*:80\"");
        }
        if (acme.Challenge != AcmeChallenge.Dns && acme.Names.Any(n => n.StartsWith('*')))
        {
            yield return new ConfigFinding(place("acme.names"), "a wildcard can be proven by dns only", "challenge = \"dns\"");
        }
    }

    private static bool Collide(ListenAddress one, ListenAddress other) =>
        one.UnixPath is not null ? one.UnixPath == other.UnixPath
        : one.Port > 0 && one.Port == other.Port && (one.IsEveryAddress || other.IsEveryAddress || one.Address!.Equals(other.Address));
}
