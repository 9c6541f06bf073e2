using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Port143.Server.Tls.Acme;

/// <summary>How the renewal of a certificate stands, as the files of the data folder tell it, with or without a server.</summary>
/// <param name="Names">The host names of the certificate that is there; empty: there is none, or it cannot be read.</param>
/// <param name="IsSelfSigned">Whether it is the server's own, not an authority's.</param>
/// <param name="Expires">When it ends; null without one.</param>
/// <param name="Due">When the next renewal begins: the later of two thirds of its life and the pause after a failure. In the past: now.</param>
/// <param name="Failures">How many tries have failed since the last that did not.</param>
/// <param name="Error">Why the last one failed; empty when none did.</param>
public sealed record AcmeStatus(
    IReadOnlyList<string> Names, bool IsSelfSigned, DateTimeOffset? Expires, DateTimeOffset Due, int Failures, string Error)
{
    /// <summary>Reads it.</summary>
    public static AcmeStatus Read(AcmeOptions options, string dataFolder)
    {
        ArgumentNullException.ThrowIfNull(options);
        string folder = Path.Combine(dataFolder, CertificateStore.FolderName);
        AcmeState state = AcmeState.Read(folder, AcmeRenewal.Describe(options));
        try
        {
            using X509Certificate2 certificate = X509Certificate2.CreateFromPem(File.ReadAllText(Path.Combine(folder, "cert.pem")));
            DateTimeOffset due = AcmeRenewal.DueAt(certificate, options.Names);
            return new AcmeStatus(
                CertificateNames.NamesOf(certificate), CertificateInUse.IsSelfSigned(certificate), certificate.NotAfter.ToUniversalTime(),
                due > state.Next ? due : state.Next, state.Failures, state.Error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or CryptographicException or ArgumentException)
        {
            return new AcmeStatus([], false, null, state.Next, state.Failures, state.Error);
        }
    }
}
