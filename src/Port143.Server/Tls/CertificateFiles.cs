using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Port143.Server.Tls;

/// <summary>A certificate and its key as two PEM files, which may be one.</summary>
/// <param name="Certificate">The path of the certificate, followed by its chain.</param>
/// <param name="Key">The path of the private key, not encrypted.</param>
public sealed record CertificateFiles(string Certificate, string Key)
{
    /// <summary>What tells one state of the files from another without reading them.</summary>
    internal readonly record struct Stamp(DateTime CertificateTime, long CertificateLength, DateTime KeyTime, long KeyLength);

    /// <summary>The stamp of the files as they are.</summary>
    internal Stamp ReadStamp()
    {
        var certificate = new FileInfo(Certificate);
        var key = new FileInfo(Key);
        return new Stamp(
            certificate.LastWriteTimeUtc, certificate.Exists ? certificate.Length : -1,
            key.LastWriteTimeUtc, key.Exists ? key.Length : -1);
    }

    /// <summary>Reads and checks both; throws <see cref="CertificateFileException"/> when a handshake could not use them.</summary>
    internal LoadedCertificate Load()
    {
        string certificatePem = Read(Certificate, "certificate");
        string keyPem = Read(Key, "private key");
        if (keyPem.Contains("ENCRYPTED", StringComparison.Ordinal))
        {
            throw new CertificateFileException($"{Key}: the private key is encrypted; store it without a passphrase, readable by port143 only.");
        }
        try
        {
            X509Certificate2 leaf = X509Certificate2.CreateFromPem(certificatePem, keyPem);
            if (leaf.GetRSAPublicKey() is { KeySize: < 2048 and int size })
            {
                throw new CertificateFileException($"{Certificate}: its RSA key has {size} bits; get a certificate with at least 2048, or ECDSA.");
            }
            var chain = new X509Certificate2Collection();
            chain.ImportFromPem(certificatePem);
            chain.RemoveAt(0);
            return new LoadedCertificate(Persisted(leaf), chain);
        }
        catch (Exception error) when (error is CryptographicException or ArgumentException)
        {
            throw new CertificateFileException(
                $"{Certificate} and {Key} are not a certificate and its private key in PEM ({error.Message.TrimEnd('.')}).", error);
        }
    }

    // Schannel takes keys from a key container only.
    private static X509Certificate2 Persisted(X509Certificate2 leaf) => OperatingSystem.IsWindows()
        ? X509CertificateLoader.LoadPkcs12(leaf.Export(X509ContentType.Pkcs12), null)
        : leaf;

    private static string Read(string path, string what)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new CertificateFileException($"{path}: there is no {what}; put it there or correct tls.certificate and tls.key.", error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new CertificateFileException($"{path}: the {what} cannot be read ({error.Message.TrimEnd('.')}).", error);
        }
    }
}
