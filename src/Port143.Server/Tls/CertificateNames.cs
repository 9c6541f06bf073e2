using System.Security.Cryptography.X509Certificates;

namespace Port143.Server.Tls;

/// <summary>
/// Which certificate is for which host name: an exact name before a wildcard, which stands for one label (RFC 9525 section
/// 6.3); of two certificates with one name the first. Immutable.
/// </summary>
internal sealed class CertificateNames
{
    private readonly Dictionary<string, LoadedCertificate> _byName = new(StringComparer.OrdinalIgnoreCase);

    public CertificateNames(IEnumerable<LoadedCertificate> certificates)
    {
        foreach (LoadedCertificate certificate in certificates)
        {
            foreach (string name in NamesOf(certificate.TargetCertificate))
            {
                _byName.TryAdd(name, certificate);
            }
        }
    }

    /// <summary>The certificate for a name, or null.</summary>
    public LoadedCertificate? Find(string? name)
    {
        if (name is null)
        {
            return null;
        }
        int dot = name.IndexOf('.', StringComparison.Ordinal);
        return _byName.TryGetValue(name, out LoadedCertificate? found)
            || dot > 0 && _byName.TryGetValue("*" + name[dot..], out found) ? found : null;
    }

    /// <summary>The host names of a certificate (RFC 5280 section 4.2.1.6); a common name does not count.</summary>
    public static IReadOnlyList<string> NamesOf(X509Certificate2 certificate)
    {
        X509SubjectAlternativeNameExtension? names = certificate.Extensions.OfType<X509SubjectAlternativeNameExtension>().FirstOrDefault();
        return names is null ? [] : [.. names.EnumerateDnsNames()];
    }
}
