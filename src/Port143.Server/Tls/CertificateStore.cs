using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Logging;

namespace Port143.Server.Tls;

/// <summary>
/// The server's certificate. Without configured paths it is DATA/tls/cert.pem and key.pem, made self-signed on the first
/// start. New files are taken up within five seconds for the handshakes that follow; files that cannot be used, such as
/// half-written ones, are left alone and the certificate in use stays. Thread-safe.
/// </summary>
public sealed class CertificateStore : IDisposable
{
    /// <summary>The folder within the data folder.</summary>
    public const string FolderName = "tls";

    private static readonly TimeSpan PollInterval = TimeSpan.FromSeconds(2);

    private readonly CertificateFiles _files;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly ITimer _timer;
    private readonly Lock _polling = new();
    private CertificateFiles.Stamp _seen;
    private volatile SslStreamCertificateContext _current;

    private CertificateStore(CertificateFiles files, TimeProvider time, ILogger log)
    {
        _files = files;
        _time = time;
        _log = log;
        _seen = files.ReadStamp();
        _current = files.Load();
        Announce(_current.TargetCertificate);
        _timer = time.CreateTimer(_ => Poll(), null, PollInterval, PollInterval);
    }

    /// <summary>The certificate with its chain, for the next handshake.</summary>
    public SslStreamCertificateContext Current => _current;

    /// <summary>The SHA-256 fingerprint of the certificate in use, as mail clients show it: AB:CD:...</summary>
    public string Fingerprint => FingerprintOf(_current.TargetCertificate);

    /// <summary>Whether the certificate in use is signed by its own key, so that clients ask whether to trust it.</summary>
    public bool IsSelfSigned => IsSelfSignedCertificate(_current.TargetCertificate);

    /// <summary>
    /// Loads the certificate. Both paths or neither are given. Throws <see cref="CertificateFileException"/> when it cannot
    /// be used, and <see cref="IOException"/> when a self-signed one cannot be written.
    /// </summary>
    public static CertificateStore Open(
        string dataFolder, string? certificatePath, string? keyPath, TimeProvider time, ILogger<CertificateStore> log)
    {
        if (certificatePath is not null && keyPath is not null)
        {
            return new CertificateStore(new CertificateFiles(certificatePath, keyPath), time, log);
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
        return new CertificateStore(files, time, log);
    }

    /// <inheritdoc/>
    public void Dispose() => _timer.Dispose();

    /// <summary>Looks whether the files changed. A timer calls this; it never throws.</summary>
    internal void Poll()
    {
        if (!_polling.TryEnter())
        {
            return;
        }
        try
        {
            // The stamp first: what is written while the files are read changes it again.
            CertificateFiles.Stamp stamp = _files.ReadStamp();
            if (stamp == _seen)
            {
                return;
            }
            _seen = stamp;
            SslStreamCertificateContext loaded = _files.Load();
            if (!loaded.TargetCertificate.RawDataMemory.Span.SequenceEqual(_current.TargetCertificate.RawDataMemory.Span)
                || loaded.IntermediateCertificates.Count != _current.IntermediateCertificates.Count)
            {
                _current = loaded;
                Announce(loaded.TargetCertificate);
            }
        }
        catch (Exception error) // whatever it is, the certificate in use is better than none
        {
            CertificateLog.Ignored(_log, error.Message);
        }
        finally
        {
            _polling.Exit();
        }
    }

    private void Announce(X509Certificate2 certificate)
    {
        if (IsSelfSignedCertificate(certificate))
        {
            CertificateLog.SelfSigned(_log, _files.Certificate, FingerprintOf(certificate));
        }
        else
        {
            CertificateLog.Loaded(_log, _files.Certificate, certificate.Subject, certificate.NotAfter, FingerprintOf(certificate));
        }
        if (certificate.NotAfter.ToUniversalTime() < _time.GetUtcNow())
        {
            CertificateLog.Expired(_log, _files.Certificate, certificate.NotAfter);
        }
    }

    private static bool IsSelfSignedCertificate(X509Certificate2 certificate) =>
        certificate.SubjectName.RawData.AsSpan().SequenceEqual(certificate.IssuerName.RawData);

    private static string FingerprintOf(X509Certificate2 certificate) =>
        string.Join(':', certificate.GetCertHash(HashAlgorithmName.SHA256).Select(b => Convert.ToHexString([b])));
}
