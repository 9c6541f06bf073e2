using Port143.Server;
using Port143.Server.Tls.Acme;

namespace Port143.Configuration;

/// <summary>The keys of the table <c>acme</c>.</summary>
internal static class AcmeKeys
{
    public const string Description =
        "A certificate from an authority such as Let's Encrypt, got and renewed by the server itself. Names switch it on.";

    public static readonly IReadOnlyList<ConfigKey> All =
    [
        new ConfigKey<IReadOnlyList<string>>(new HostNamesType(), s => s.Acme.Names, (s, v) => Change(s, o => o with { Names = v }))
        {
            Section = "acme", Name = "names",
            Description = "The host names of the certificate. A wildcard needs challenge = \"dns\". Not set: no certificate is asked for.",
            Source = "a name must be this server's",
        },
        new ConfigKey<string>(
            new WordType("an email address", t => t.Contains('@', StringComparison.Ordinal)), s => s.Acme.Email, (s, v) => Change(s, o => o with { Email = v }))
        {
            Section = "acme", Name = "email",
            Description = "Where the authority writes about trouble. With names, you agree to the authority's terms of service.", Source = "RFC 8555 section 7.3",
        },
        new ConfigKey<AcmeChallenge>(
            new ChoiceType<AcmeChallenge>(("http", AcmeChallenge.Http), ("tls-alpn", AcmeChallenge.TlsAlpn), ("dns", AcmeChallenge.Dns)),
            s => s.Acme.Challenge, (s, v) => Change(s, o => o with { Challenge = v }))
        {
            Section = "acme", Name = "challenge",
            Description = "How names are proven: http on port 80; tls-alpn in the listeners with TLS, which public authorities reach on port 443 "
                + "only; dns by dns_hook.",
            Source = "RFC 8555 section 8, RFC 8737",
        },
        new ConfigKey<string>(
            new WordType("an https:// address", IsHttps), s => s.Acme.Directory, (s, v) => Change(s, o => o with { Directory = v }))
        {
            Section = "acme", Name = "directory", Description = "The authority's directory.", Source = "Let's Encrypt",
        },
        new ConfigKey<string>(
            new WordType("an https:// address", IsHttps), s => s.Acme.Staging, (s, v) => Change(s, o => o with { Staging = v }))
        {
            Section = "acme", Name = "staging",
            Description = "The directory at which is tried first after a failure. Not set: Let's Encrypt's staging one, else the directory itself.",
            Source = "authorities count failures",
        },
        new ConfigKey<ListenAddress>(new ListenType(allowUnix: false), s => s.Acme.Http, (s, v) => Change(s, o => o with { Http = v }))
        {
            Section = "acme", Name = "http", Description = "Where challenges by http are answered; it is open only meanwhile.", Source = "RFC 8555 section 8.3",
        },
        new ConfigKey<string?>(new PathType(), s => s.Acme.DnsHook, (s, v) => Change(s, o => o with { DnsHook = v }))
        {
            Section = "acme", Name = "dns_hook",
            Description = "The program for dns. It is run as PROGRAM add|remove _acme-challenge.NAME VALUE, and ends when the TXT record can be seen.",
            Source = "RFC 8555 section 8.4",
        },
        new ConfigKey<string?>(new PathType(), s => s.Acme.Ca, (s, v) => Change(s, o => o with { Ca = v }))
        {
            Section = "acme", Name = "ca",
            Description = "The authority of the directory's own certificate, PEM, for authorities within an organisation. Not set: those that the machine trusts.",
            Source = "a private authority is not known to the machine",
        },
    ];

    private static bool IsHttps(string text) => Uri.TryCreate(text, UriKind.Absolute, out Uri? uri) && uri.Scheme == Uri.UriSchemeHttps;

    private static Settings Change(Settings settings, Func<AcmeOptions, AcmeOptions> change) => settings with { Acme = change(settings.Acme) };
}
