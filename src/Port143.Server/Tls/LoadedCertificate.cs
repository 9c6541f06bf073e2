using System.Net.Security;
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
        _context = new Lazy<SslStreamCertificateContext>(() => SslStreamCertificateContext.Create(target, intermediates, offline: true));
        ThreadPool.UnsafeQueueUserWorkItem(static lazy => _ = lazy.Value, _context, preferLocal: false);
    }

    /// <summary>The certificate itself, with its private key.</summary>
    public X509Certificate2 TargetCertificate { get; }

    /// <summary>The certificates that stand behind it in its file.</summary>
    public IReadOnlyList<X509Certificate2> IntermediateCertificates { get; }

    /// <summary>What a handshake shows.</summary>
    public SslStreamCertificateContext Context => _context.Value;
}
