using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Port143.Server.Tls;

/// <summary>Makes the certificate that a server starts with until it is given a real one.</summary>
internal static class SelfSignedCertificate
{
    private static readonly TimeSpan Validity = TimeSpan.FromDays(3650);

    /// <summary>
    /// Writes a certificate for this machine and, unless there is one, its key (ECDSA P-256, mode 0600). Each file appears
    /// whole or not at all, the certificate last.
    /// </summary>
    public static void Create(CertificateFiles files, TimeProvider time)
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        if (File.Exists(files.Key))
        {
            Import(key, files.Key);
        }
        else
        {
            Write(files.Key, key.ExportPkcs8PrivateKeyPem());
        }
        var request = new CertificateRequest($"CN={HostName()}, O=Port143 self-signed", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        names.AddIpAddress(IPAddress.Loopback);
        names.AddIpAddress(IPAddress.IPv6Loopback);
        if (HostName() != "localhost")
        {
            names.AddDnsName(HostName());
        }
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1")], false)); // serverAuth
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        DateTimeOffset now = time.GetUtcNow();
        using X509Certificate2 certificate = request.CreateSelfSigned(now.AddDays(-1), now + Validity);
        Write(files.Certificate, certificate.ExportCertificatePem());
    }

    // A host name may have characters that no certificate takes.
    private static string HostName()
    {
        string name = Environment.MachineName.ToLowerInvariant();
        return name.Length is > 0 and <= 63 && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.') ? name : "localhost";
    }

    private static void Import(ECDsa key, string path)
    {
        try
        {
            key.ImportFromPem(File.ReadAllText(path));
        }
        catch (Exception error) when (error is CryptographicException or ArgumentException)
        {
            throw new CertificateFileException(
                $"{path}: there is a private key without a certificate; put the certificate beside it, or remove the key.", error);
        }
    }

    private static void Write(string path, string pem)
    {
        string part = path + ".new";
        File.Delete(part);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }
        using (var stream = new FileStream(part, options))
        {
            stream.Write(System.Text.Encoding.ASCII.GetBytes(pem + "\n"));
        }
        File.Move(part, path, overwrite: true);
    }
}
