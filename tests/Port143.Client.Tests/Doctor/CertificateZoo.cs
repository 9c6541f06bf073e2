using System.Net;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Port143.Client.Tests.Doctor;

/// <summary>Certificates with faults, made when they are asked for.</summary>
internal static class CertificateZoo
{
    private static readonly Lazy<X509Certificate2> Root = new(() => Authority("CN=Zoo Root", null));
    private static readonly Lazy<X509Certificate2> Middle = new(() => Authority("CN=Zoo Intermediate", Root.Value, 3600));

    /// <summary>One of its own, in order but for that.</summary>
    public static SslStreamCertificateContext SelfSigned(string name = "mail.example.org") => Context(Make($"CN={name}", null, name));

    /// <summary>One of a private authority, sent with its intermediate or without.</summary>
    public static SslStreamCertificateContext Issued(bool withChain, string name = "mail.example.org") =>
        Context(Make($"CN={name}", Middle.Value, name), withChain ? [Middle.Value] : []);

    /// <summary>One with these dates, in days from now.</summary>
    public static SslStreamCertificateContext Dated(int from, int until, string name = "mail.example.org") => Context(Make($"CN={name}", null, name, from, until));

    /// <summary>One of a private authority with these dates.</summary>
    public static SslStreamCertificateContext IssuedDated(int from, int until, string name = "mail.example.org") => Context(Make($"CN={name}", Middle.Value, name, Math.Max(from, -9), until));

    /// <summary>One that an intercepting product would make.</summary>
    public static SslStreamCertificateContext Intercepted(string issuer, string name = "mail.example.org") =>
        Context(Make($"CN={name}", Authority($"CN={issuer}", null), name));

    /// <summary>One with a short key.</summary>
    public static SslStreamCertificateContext ShortKey(string name = "mail.example.org") => Context(Make($"CN={name}", null, name, rsaBits: 1024));

    private static X509Certificate2 Authority(string subject, X509Certificate2? issuer, int days = 3650)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(subject, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, true));
        return Sign(request, key, issuer, -10, days);
    }

    private static X509Certificate2 Make(string subject, X509Certificate2? issuer, string name, int from = -1, int until = 60, int rsaBits = 0)
    {
        var names = new SubjectAlternativeNameBuilder();
        if (IPAddress.TryParse(name, out IPAddress? address))
        {
            names.AddIpAddress(address);
        }
        else
        {
            names.AddDnsName(name);
        }
        if (rsaBits > 0)
        {
            using var rsa = RSA.Create(rsaBits);
            var weak = new CertificateRequest(subject, rsa, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
            weak.CertificateExtensions.Add(names.Build());
            return Exportable(weak.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(from), DateTimeOffset.UtcNow.AddDays(until)));
        }
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(subject, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(names.Build());
        return Sign(request, key, issuer, from, until);
    }

    private static X509Certificate2 Sign(CertificateRequest request, ECDsa key, X509Certificate2? issuer, int from, int until)
    {
        DateTimeOffset begin = DateTimeOffset.UtcNow.AddDays(from), end = DateTimeOffset.UtcNow.AddDays(until);
        if (issuer is null)
        {
            return Exportable(request.CreateSelfSigned(begin, end));
        }
        using X509Certificate2 bare = request.Create(issuer, begin, end, RandomNumberGenerator.GetBytes(12));
        return Exportable(bare.CopyWithPrivateKey(key));
    }

    private static X509Certificate2 Exportable(X509Certificate2 certificate) =>
        X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pkcs12), null, X509KeyStorageFlags.Exportable);

    private static SslStreamCertificateContext Context(X509Certificate2 leaf, params X509Certificate2[] chain) =>
        SslStreamCertificateContext.Create(leaf, [.. chain], offline: true);
}
