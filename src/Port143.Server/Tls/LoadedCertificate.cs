using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Port143.Server.Tls;

/// <summary>A certificate with its key and chain, read from its files, and what a handshake needs of it.</summary>
public sealed class LoadedCertificate
{
    private readonly Lazy<SslStreamCertificateContext> _context;

    internal LoadedCertificate(X509Certificate2 target, X509Certificate2Collection intermediates)
    {
        TargetCertificate = target;
        IntermediateCertificates = [.. intermediates];
        // Making it has the system's certificate authorities read, one file each: longer than all else that a start takes. So
        // another thread begins with it, and the first handshake waits for it if it comes that soon.
        _context = new Lazy<SslStreamCertificateContext>(() => Prepare(target, intermediates));
        ThreadPool.UnsafeQueueUserWorkItem(static certificate => certificate.Begin(), this, preferLocal: false);
    }

    /// <summary>The certificate itself, with its private key.</summary>
    public X509Certificate2 TargetCertificate { get; }

    /// <summary>The certificates that stand behind it in its file.</summary>
    public IReadOnlyList<X509Certificate2> IntermediateCertificates { get; }

    /// <summary>
    /// What a handshake shows. Throws <see cref="AuthenticationException"/> when no handshake can use the certificate.
    /// </summary>
    public SslStreamCertificateContext Context => _context.Value;

    private static SslStreamCertificateContext Prepare(X509Certificate2 target, X509Certificate2Collection intermediates)
    {
        try
        {
            return SslStreamCertificateContext.Create(target, intermediates, offline: true);
        }
        catch (Exception error) when (error is CryptographicException or ArgumentException or NotSupportedException)
        {
            throw new AuthenticationException($"The certificate {target.Subject} cannot be used for TLS ({error.Message.TrimEnd('.')}).", error);
        }
    }

    private void Begin()
    {
        try
        {
            _ = Context;
        }
        catch (AuthenticationException)
        {
            // Every handshake gets the same and says it in the log; here it would end the process.
        }
    }
}
