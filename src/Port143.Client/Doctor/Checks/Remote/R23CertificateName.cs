using System.Security.Cryptography.X509Certificates;
using Port143.Client.Doctor.Probes;

namespace Port143.Client.Doctor.Checks.Remote;

/// <summary>R23: the certificate is for the name that clients connect to (RFC 9525).</summary>
internal sealed class R23CertificateName() : DoctorCheck("R23", "name on the certificate", CheckGroup.Tls, "R18")
{
    public override async Task<Finding> RunAsync(Examination examination, CancellationToken cancel)
    {
        IReadOnlyList<(ImapReport Talk, TlsReport Tls, X509Certificate2 Certificate)> seen = await Certificates.SeenAsync(examination, cancel).ConfigureAwait(false);
        if (seen.Count == 0)
        {
            return Finding.Skipped("no certificate was seen");
        }
        MailHost host = await examination.MailHostAsync(cancel).ConfigureAwait(false);
        foreach ((ImapReport talk, _, X509Certificate2 certificate) in seen)
        {
            if (certificate.MatchesHostname(host.Name, allowWildcards: true, allowCommonName: false))
            {
                continue;
            }
            string names = string.Join(", ", Names(certificate));
            bool isAddress = examination.Target.Address is not null;
            return (isAddress ? Finding.Info($"The certificate on {talk.EndPoint.Port} is for {names}; you asked for the address {host.Name}.")
                    : Finding.Fail(names.Length == 0 ? $"The certificate on {talk.EndPoint.Port} names no host; you connect to {host.Name}."
                        : $"The certificate on {talk.EndPoint.Port} is for {names}; you connect to {host.Name}."))
                .Because(names.Length == 0 ? "it has no name of a host (subjectAltName); the common name no longer counts" : "the names differ")
                .Do(isAddress ? "Ask for the name, as clients do." : "Request a certificate with this name too, or use the certificate's name in the clients.")
                .Saw("names", names).Saw("subject", certificate.Subject);
        }
        return Finding.Ok(host.Name);
    }

    private static IEnumerable<string> Names(X509Certificate2 certificate) =>
        certificate.Extensions.OfType<X509SubjectAlternativeNameExtension>().SelectMany(e => e.EnumerateDnsNames().Concat(e.EnumerateIPAddresses().Select(a => a.ToString())));
}
