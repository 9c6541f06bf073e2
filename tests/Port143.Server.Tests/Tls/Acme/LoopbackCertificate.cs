using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Port143.Server.Tests.Tls.Acme;

/// <summary>Makes certificates of 127.0.0.1 and of host names.</summary>
internal static class LoopbackCertificate
{
    /// <summary>A certificate with its key, PEM.</summary>
    public static (string Certificate, string Key) Make(params string[] names)
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=port143 test", key, HashAlgorithmName.SHA256);
        var alternatives = new SubjectAlternativeNameBuilder();
        alternatives.AddIpAddress(IPAddress.Loopback);
        foreach (string name in names)
        {
            alternatives.AddDnsName(name);
        }
        request.CertificateExtensions.Add(alternatives.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        using X509Certificate2 made = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(30));
        return (made.ExportCertificatePem(), key.ExportPkcs8PrivateKeyPem());
    }
}
