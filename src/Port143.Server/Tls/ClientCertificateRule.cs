using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Port143.Mail;

namespace Port143.Server.Tls;

/// <summary>That certificates with a subject sign in as an account.</summary>
/// <param name="Subject">The subject, every part of it.</param>
/// <param name="Account">The account.</param>
public sealed record ClientCertificateRule(X500DistinguishedName Subject, AccountAddress Account)
{
    /// <summary>Reads <c>CN=scanner, O=Example: scan@example.org</c>.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out ClientCertificateRule? rule)
    {
        ArgumentNullException.ThrowIfNull(text);
        rule = null;
        int colon = text.LastIndexOf(':');
        if (colon < 1 || !AccountAddress.TryCreate(text[(colon + 1)..].Trim(), out AccountAddress? account, out _))
        {
            return false;
        }
        try
        {
            rule = new ClientCertificateRule(new X500DistinguishedName(text[..colon].Trim()), account);
            return true;
        }
        catch (CryptographicException)
        {
            return false;
        }
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Subject.Name}: {Account}";
}
