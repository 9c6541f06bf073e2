using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Logging;

namespace Port143.Server.Tls;

/// <summary>One certificate with its key, as its files were when they could last be used.</summary>
internal sealed class CertificateInUse
{
    private readonly CertificateFiles _files;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private CertificateFiles.Stamp _seen;
    private volatile LoadedCertificate _current;

    /// <summary>Loads it. Throws <see cref="CertificateFileException"/> when it cannot be used.</summary>
    public CertificateInUse(CertificateFiles files, TimeProvider time, ILogger log)
    {
        _files = files;
        _time = time;
        _log = log;
        _seen = files.ReadStamp();
        _current = files.Load();
        Announce(_current.TargetCertificate);
    }

    /// <summary>The certificate with its chain.</summary>
    public LoadedCertificate Current => _current;

    /// <summary>Whether a certificate is signed by its own key.</summary>
    public static bool IsSelfSigned(X509Certificate2 certificate) =>
        certificate.SubjectName.RawData.AsSpan().SequenceEqual(certificate.IssuerName.RawData);

    /// <summary>The SHA-256 fingerprint, AB:CD:...</summary>
    public static string FingerprintOf(X509Certificate2 certificate) =>
        string.Join(':', certificate.GetCertHash(HashAlgorithmName.SHA256).Select(b => Convert.ToHexString([b])));

    /// <summary>Takes up changed files; whether there is another certificate now. Never throws.</summary>
    public bool Poll()
    {
        try
        {
            // The stamp first: what is written while the files are read changes it again.
            CertificateFiles.Stamp stamp = _files.ReadStamp();
            if (stamp == _seen)
            {
                return false;
            }
            _seen = stamp;
            LoadedCertificate loaded = _files.Load();
            if (loaded.TargetCertificate.RawDataMemory.Span.SequenceEqual(_current.TargetCertificate.RawDataMemory.Span)
                && loaded.IntermediateCertificates.Count == _current.IntermediateCertificates.Count)
            {
                return false;
            }
            _ = loaded.Context; // one that no handshake can use does not replace one that works
            _current = loaded;
            Announce(loaded.TargetCertificate);
            return true;
        }
        catch (Exception error) // whatever it is, the certificate in use is better than none
        {
            CertificateLog.Ignored(_log, error.Message);
            return false;
        }
    }

    private void Announce(X509Certificate2 certificate)
    {
        if (IsSelfSigned(certificate))
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
}
