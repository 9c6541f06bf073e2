using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Port143.Server.Tls.Acme;

/// <summary>tls-alpn-01 (RFC 8737): a certificate of its own for the name, shown to who asks by ALPN for acme-tls/1.</summary>
internal sealed class TlsAlpnResponder(ChallengeCertificates challenges, TimeProvider time) : AcmeResponder
{
    private const string AcmeIdentifier = "1.3.6.1.5.5.7.1.31";

    /// <inheritdoc/>
    public override string Type => "tls-alpn-01";

    /// <inheritdoc/>
    public override Task ShowAsync(AcmeProof proof, CancellationToken cancel)
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=acme challenge", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(proof.Name);
        request.CertificateExtensions.Add(names.Build());
        // An OCTET STRING of 32 bytes.
        request.CertificateExtensions.Add(new X509Extension(AcmeIdentifier, [4, 32, .. proof.Digest], critical: true));
        DateTimeOffset now = time.GetUtcNow();
        X509Certificate2 certificate = request.CreateSelfSigned(now.AddHours(-1), now.AddDays(1));
        challenges.Add(proof.Name, SslStreamCertificateContext.Create(certificate, null, offline: true));
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public override Task HideAsync(AcmeProof proof)
    {
        challenges.Remove(proof.Name);
        return Task.CompletedTask;
    }
}
