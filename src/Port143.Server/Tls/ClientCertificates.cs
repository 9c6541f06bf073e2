using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Port143.Mail;

namespace Port143.Server.Tls;

/// <summary>
/// Which client certificates sign in, and as whom. A certificate counts when it is for client authentication, valid, and comes
/// from one of the authorities of a file; the machine's own authorities do not count. The account is the one that a rule names
/// for its subject, else the one whose address is its one email name (RFC 5280 section 4.2.1.6). Anything else is nobody.
/// </summary>
public sealed class ClientCertificates
{
    private const string ClientAuthentication = "1.3.6.1.5.5.7.3.2";

    private readonly X509Certificate2Collection _authorities;
    private readonly IReadOnlyList<ClientCertificateRule> _rules;

    private ClientCertificates(X509Certificate2Collection authorities, IReadOnlyList<ClientCertificateRule> rules)
    {
        _authorities = authorities;
        _rules = rules;
    }

    /// <summary>Reads the authorities. Throws <see cref="CertificateFileException"/> when the file holds none.</summary>
    public static ClientCertificates Load(string path, IReadOnlyList<ClientCertificateRule> rules)
    {
        var authorities = new X509Certificate2Collection();
        try
        {
            authorities.ImportFromPemFile(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or CryptographicException)
        {
            throw new CertificateFileException($"the authorities of client certificates in {path} cannot be read: {error.Message}", error);
        }
        return authorities.Count > 0 ? new ClientCertificates(authorities, rules)
            : throw new CertificateFileException($"{path} holds no certificate; give the authorities of client certificates as PEM", null);
    }

    /// <summary>Whose a certificate is; null: nobody's. <paramref name="sent"/> is what else the client sent.</summary>
    public AccountAddress? AccountOf(X509Certificate2? certificate, X509Certificate2Collection sent)
    {
        if (certificate is null)
        {
            return null;
        }
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(_authorities);
        chain.ChainPolicy.ExtraStore.AddRange(sent);
        chain.ChainPolicy.ApplicationPolicy.Add(new Oid(ClientAuthentication));
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.DisableCertificateDownloads = true;
        return chain.Build(certificate) ? Map(certificate) : null;
    }

    private AccountAddress? Map(X509Certificate2 certificate)
    {
        byte[] subject = certificate.SubjectName.RawData;
        foreach (ClientCertificateRule rule in _rules)
        {
            if (rule.Subject.RawData.AsSpan().SequenceEqual(subject))
            {
                return rule.Account;
            }
        }
        string[] names = [.. certificate.Extensions.OfType<X509SubjectAlternativeNameExtension>().SelectMany(EmailNames.Of)];
        return names.Length == 1 && AccountAddress.TryCreate(names[0], out AccountAddress? address, out _) ? address : null;
    }
}
