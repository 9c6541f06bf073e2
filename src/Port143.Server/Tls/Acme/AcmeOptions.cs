namespace Port143.Server.Tls.Acme;

/// <summary>How a certificate is got and renewed by ACME (RFC 8555). It is on when there are names.</summary>
public sealed record AcmeOptions
{
    /// <summary>The directory of Let's Encrypt.</summary>
    public const string LetsEncrypt = "https://acme-v02.api.letsencrypt.org/directory";

    private const string LetsEncryptStaging = "https://acme-staging-v02.api.letsencrypt.org/directory";

    /// <summary>The host names of the certificate, the first being the one that people know. Empty: ACME is off.</summary>
    public IReadOnlyList<string> Names { get; init; } = [];

    /// <summary>Where the authority writes about trouble; empty: nowhere.</summary>
    public string Email { get; init; } = "";

    /// <summary>How names are proven.</summary>
    public AcmeChallenge Challenge { get; init; } = AcmeChallenge.Http;

    /// <summary>The authority's directory, an https:// address.</summary>
    public string Directory { get; init; } = LetsEncrypt;

    /// <summary>The directory at which is tried again after a failure, for authorities count failures; empty: the same one.</summary>
    public string Staging { get; init; } = "";

    /// <summary>Where port 80 is served while a name is being proven.</summary>
    public ListenAddress Http { get; init; } = ListenAddress.Tcp(null, 80);

    /// <summary>The program that sets and removes DNS records, or null.</summary>
    public string? DnsHook { get; init; }

    /// <summary>The authority of the directory's own certificate, PEM; null: those that the machine trusts.</summary>
    public string? Ca { get; init; }

    /// <summary>Whether there is anything to do.</summary>
    public bool IsOn => Names.Count > 0;

    /// <summary>The directory for a try after a failure.</summary>
    public string RetryDirectory => Staging.Length > 0 ? Staging : Directory == LetsEncrypt ? LetsEncryptStaging : Directory;
}
