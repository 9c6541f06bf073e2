using Microsoft.Extensions.Logging;

namespace Port143.Server.Tls;

/// <summary>
/// The server's certificates. Without configured paths there is DATA/tls/cert.pem and key.pem, made self-signed on the first
/// start. That one, or the configured one, is the default; further ones are for the names that they contain. New files are
/// taken up within five seconds for the handshakes that follow; files that cannot be used, such as half-written ones, are
/// left alone and the certificate in use stays. Thread-safe.
/// </summary>
public sealed class CertificateStore : IDisposable
{
    /// <summary>The folder within the data folder.</summary>
    public const string FolderName = "tls";

    private static readonly TimeSpan PollInterval = TimeSpan.FromSeconds(2);

    private readonly CertificateInUse[] _certificates;
    private readonly ITimer _timer;
    private readonly Lock _polling = new();
    private volatile CertificateNames _names;

    private CertificateStore(CertificateFiles files, IReadOnlyList<CertificateFiles> more, TimeProvider time, ILogger log)
    {
        _certificates = [.. more.Prepend(files).Select(f => new CertificateInUse(f, time, log))];
        _names = new CertificateNames(_certificates.Select(c => c.Current));
        _timer = time.CreateTimer(_ => Poll(), null, PollInterval, PollInterval);
    }

    /// <summary>The default certificate with its chain, for the next handshake.</summary>
    public LoadedCertificate Current => _certificates[0].Current;

    /// <summary>The SHA-256 fingerprint of the default certificate, as mail clients show it: AB:CD:...</summary>
    public string Fingerprint => CertificateInUse.FingerprintOf(Current.TargetCertificate);

    /// <summary>Whether the default certificate is signed by its own key, so that clients ask whether to trust it.</summary>
    public bool IsSelfSigned => CertificateInUse.IsSelfSigned(Current.TargetCertificate);

    /// <summary>What renews the default certificate; null: nothing in this process.</summary>
    internal Acme.AcmeRenewal? Renewal { get; set; }

    /// <summary>What is shown to certificate authorities that look for a challenge.</summary>
    internal ChallengeCertificates Challenges { get; } = new();

    /// <summary>
    /// Loads the certificates. Both paths or neither are given; <paramref name="more"/> are for the names that they contain.
    /// Throws <see cref="CertificateFileException"/> when one cannot be used, and <see cref="IOException"/> when a self-signed
    /// one cannot be written.
    /// </summary>
    public static CertificateStore Open(
        string dataFolder, string? certificatePath, string? keyPath, TimeProvider time, ILogger<CertificateStore> log,
        IReadOnlyList<CertificateFiles>? more = null)
    {
        if (certificatePath is not null && keyPath is not null)
        {
            return new CertificateStore(new CertificateFiles(certificatePath, keyPath), more ?? [], time, log);
        }
        string folder = Path.Combine(dataFolder, FolderName);
        var files = new CertificateFiles(Path.Combine(folder, "cert.pem"), Path.Combine(folder, "key.pem"));
        if (!File.Exists(files.Certificate))
        {
            if (OperatingSystem.IsWindows())
            {
                Directory.CreateDirectory(folder);
            }
            else
            {
                Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            }
            SelfSignedCertificate.Create(files, time);
        }
        return new CertificateStore(files, more ?? [], time, log);
    }

    /// <inheritdoc/>
    public void Dispose() => _timer.Dispose();

    /// <summary>The certificate for a host name that a client sent, in any case; the default one for null and for others.</summary>
    public LoadedCertificate For(string? serverName) => _certificates.Length == 1 ? Current : _names.Find(serverName) ?? Current;

    /// <summary>Looks whether the files changed. A timer calls this; it never throws.</summary>
    internal void Poll()
    {
        if (!_polling.TryEnter())
        {
            return;
        }
        try
        {
            bool changed = false;
            foreach (CertificateInUse certificate in _certificates)
            {
                changed |= certificate.Poll();
            }
            if (changed)
            {
                _names = new CertificateNames(_certificates.Select(c => c.Current));
            }
        }
        finally
        {
            _polling.Exit();
        }
    }
}
