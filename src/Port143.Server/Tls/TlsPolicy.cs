using System.IO.Pipelines;
using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace Port143.Server.Tls;

/// <summary>
/// The one place that says how the server speaks TLS: 1.2 and 1.3 named explicitly, because the default follows the machine's
/// OpenSSL configuration; forward secrecy and authenticated encryption only (RFC 9325 section 4.2); no renegotiation.
/// </summary>
public static class TlsPolicy
{
    /// <summary>The name of IMAP in ALPN (RFC 7301; IANA registry). A client that offers others only is refused.</summary>
    public static readonly SslApplicationProtocol Imap = new("imap");

    /// <summary>How long a handshake may take; <see cref="SslStream"/> has no limit of its own.</summary>
    public static readonly TimeSpan HandshakeLimit = TimeSpan.FromSeconds(10);

    /// <summary>The versions that are spoken.</summary>
    public const SslProtocols Versions = SslProtocols.Tls12 | SslProtocols.Tls13;

    private static readonly TlsCipherSuite[] Suites =
    [
        TlsCipherSuite.TLS_AES_128_GCM_SHA256,
        TlsCipherSuite.TLS_AES_256_GCM_SHA384,
        TlsCipherSuite.TLS_CHACHA20_POLY1305_SHA256,
        TlsCipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256,
        TlsCipherSuite.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256,
        TlsCipherSuite.TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384,
        TlsCipherSuite.TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384,
        TlsCipherSuite.TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256,
        TlsCipherSuite.TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256,
    ];

    // Windows and Android choose by system policy and know no list here.
    private static readonly CipherSuitesPolicy? Ciphers =
        OperatingSystem.IsWindows() || OperatingSystem.IsAndroid() ? null : new CipherSuitesPolicy(Suites);

    private static readonly List<SslApplicationProtocol> Protocols = [Imap];

    private static readonly List<SslApplicationProtocol> AcmeProtocols = [new("acme-tls/1")];

    /// <summary>
    /// Waits for the client's first message and fits the options of its handshake to it; the input stays as it is.
    /// <para>
    /// A list of suites makes .NET on Linux give every connection a context of its own and forget sessions, which costs a
    /// quarter more memory and all resumption. TLS 1.3 has good suites only and needs no list, so a client that offers it is
    /// served without one.
    /// </para>
    /// <para>
    /// The host that the client names chooses the certificate here, so that no callback runs within the handshake that could
    /// throw, and nothing is kept of a name. True: this is a certificate authority that only looks for a challenge.
    /// </para>
    /// </summary>
    public static async ValueTask<bool> FitAsync(
        SslServerAuthenticationOptions options, CertificateStore certificates, PipeReader input, CancellationToken cancel)
    {
        while (true)
        {
            ReadResult read = await input.ReadAsync(cancel).ConfigureAwait(false);
            ClientHelloFacts? hello = ClientHello.Read(read.Buffer);
            if (hello is null && !read.IsCompleted && !read.IsCanceled)
            {
                input.AdvanceTo(read.Buffer.Start, read.Buffer.End);
                continue;
            }
            input.AdvanceTo(read.Buffer.Start);
            ClientHelloFacts facts = hello ?? default;
            if (facts.OffersTls13)
            {
                options.EnabledSslProtocols = SslProtocols.Tls13;
                options.CipherSuitesPolicy = null;
            }
            if (facts.IsAcmeValidation && certificates.Challenges.Find(facts.ServerName) is { } proof)
            {
                options.ServerCertificateContext = proof;
                options.ApplicationProtocols = AcmeProtocols;
                options.ClientCertificateRequired = false;
                return true;
            }
            options.ServerCertificateContext = certificates.For(facts.ServerName).Context;
            return false;
        }
    }

    /// <summary>
    /// The options of one handshake with a client of any version, with the default certificate of this moment;
    /// <see cref="FitAsync"/> fits them to the client.
    /// </summary>
    public static SslServerAuthenticationOptions CreateOptions(CertificateStore certificates) => new()
    {
        ServerCertificateContext = certificates.Current.Context,
        EnabledSslProtocols = Versions,
        CipherSuitesPolicy = Ciphers,
        ApplicationProtocols = Protocols,
        AllowRenegotiation = false,
        AllowTlsResume = true,
        ClientCertificateRequired = false,
    };

    /// <summary>
    /// Has a handshake ask the client for a certificate. None, or one that is nobody's, is no reason to refuse the connection:
    /// the client may sign in in another way. A resumed session would show no certificate, so none is resumed.
    /// </summary>
    public static void AskForCertificate(SslServerAuthenticationOptions options, Action<X509Certificate2?, X509Certificate2Collection> look)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.ClientCertificateRequired = true;
        options.AllowTlsResume = false;
        options.CertificateRevocationCheckMode = X509RevocationMode.NoCheck;
        options.RemoteCertificateValidationCallback = (_, certificate, chain, _) =>
        {
            look(certificate as X509Certificate2, chain?.ChainPolicy.ExtraStore ?? []);
            return true;
        };
    }
}
