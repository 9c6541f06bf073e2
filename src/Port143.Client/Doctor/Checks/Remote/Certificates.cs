using System.Security.Cryptography.X509Certificates;
using Port143.Client.Doctor.Probes;

namespace Port143.Client.Doctor.Checks.Remote;

/// <summary>The certificates that a server showed, one for each port and address where TLS was reached.</summary>
internal static class Certificates
{
    public static async Task<IReadOnlyList<(ImapReport Talk, TlsReport Tls, X509Certificate2 Certificate)>> SeenAsync(Examination examination, CancellationToken cancel)
    {
        IReadOnlyList<ImapReport> talks = await examination.AllTalksAsync(cancel).ConfigureAwait(false);
        return [.. from talk in talks where talk.Tls?.Certificate is not null select (talk, talk.Tls!, talk.Tls!.Certificate!)];
    }

    /// <summary>Whether it is its own issuer.</summary>
    public static bool IsSelfSigned(X509Certificate2 certificate) =>
        certificate.SubjectName.RawData.AsSpan().SequenceEqual(certificate.IssuerName.RawData);
}
