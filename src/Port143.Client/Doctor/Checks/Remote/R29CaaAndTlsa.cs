using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Port143.Client.Doctor.Probes;

namespace Port143.Client.Doctor.Checks.Remote;

/// <summary>R29: what DNS says of certificates (CAA, RFC 8659; TLSA, RFC 6698) agrees with the one in use.</summary>
internal sealed class R29CaaAndTlsa() : DoctorCheck("R29", "CAA and TLSA", CheckGroup.Tls, "R18")
{
    private static readonly (string Issuer, string Domain)[] Authorities =
    [
        ("Let's Encrypt", "letsencrypt.org"), ("ZeroSSL", "sectigo.com"), ("Sectigo", "sectigo.com"), ("DigiCert", "digicert.com"),
        ("Google Trust", "pki.goog"), ("GlobalSign", "globalsign.com"), ("Buypass", "buypass.com"), ("GoDaddy", "godaddy.com"), ("Amazon", "amazon.com"),
    ];

    public override async Task<Finding> RunAsync(Examination examination, CancellationToken cancel)
    {
        MailHost host = await examination.MailHostAsync(cancel).ConfigureAwait(false);
        IReadOnlyList<(ImapReport Talk, TlsReport Tls, X509Certificate2 Certificate)> seen = await Certificates.SeenAsync(examination, cancel).ConfigureAwait(false);
        if (host.A is null || seen.Count == 0)
        {
            return Finding.Skipped(host.A is null ? "an address was asked for, not a name" : "no certificate was seen");
        }
        Task<DnsAnswer> tlsa = examination.DnsAsync($"_993._tcp.{host.Name}", DnsType.Tlsa, cancel);
        DnsAnswer? caa = null;
        for (string? name = host.Name; name is not null && name.Contains('.', StringComparison.Ordinal); name = name[(name.IndexOf('.', StringComparison.Ordinal) + 1)..])
        {
            caa = await examination.DnsAsync(name, DnsType.Caa, cancel).ConfigureAwait(false);
            if (caa.Records.Count > 0)
            {
                break; // RFC 8659 section 3: the nearest set counts
            }
        }
        X509Certificate2 certificate = seen[0].Certificate;
        string[] fingerprints = [.. (await tlsa.ConfigureAwait(false)).Records.Select(r => r.Text)];
        if (fingerprints.Length > 0 && !fingerprints.Any(f => Matches(f, seen[0].Tls, certificate)))
        {
            return Finding.Warn("The TLSA record is for another certificate; clients that look at it refuse.").Because("the certificate or its key was renewed, and the record was not")
                .Do("Publish the fingerprint of the key in use:", $"_993._tcp.{host.Name}. TLSA 3 1 1 {Fingerprint(certificate)}").Saw("TLSA", string.Join("; ", fingerprints));
        }
        string issuer = certificate.Issuer;
        string[] allowed = [.. (caa?.Records ?? []).Where(r => r.Text.Contains(" issue ", StringComparison.Ordinal)).Select(r => r.Text)];
        if (allowed.Length > 0 && Authorities.FirstOrDefault(a => issuer.Contains(a.Issuer, StringComparison.OrdinalIgnoreCase)) is { Domain: { } domain }
            && !allowed.Any(a => a.Contains(domain, StringComparison.OrdinalIgnoreCase)))
        {
            return Finding.Warn("CAA forbids the authority of the present certificate to renew it.").Do("Add:", $"{host.Name}. CAA 0 issue \"{domain}\"")
                .Saw("CAA", string.Join("; ", allowed)).Saw("issuer", issuer);
        }
        return allowed.Length + fingerprints.Length == 0 ? Finding.Ok("neither is published") : Finding.Ok("they agree with the certificate in use");
    }

    // Usage 3 1 1 and its like: the end entity, certificate or key, whole or SHA-256/512. Usages 0 and 2 name an authority of the chain.
    private static bool Matches(string record, TlsReport tls, X509Certificate2 leaf)
    {
        string[] words = record.Split(' ', 4);
        if (words.Length < 4)
        {
            return true;
        }
        IEnumerable<X509Certificate2> candidates = words[0] is "0" or "2" ? tls.Sent : [leaf];
        return candidates.Any(c =>
        {
            byte[] data = words[1] == "1" ? c.PublicKey.ExportSubjectPublicKeyInfo() : c.RawData;
            byte[] value = words[2] switch { "1" => SHA256.HashData(data), "2" => SHA512.HashData(data), _ => data };
            return Convert.ToHexString(value).Equals(words[3].Replace(" ", "", StringComparison.Ordinal), StringComparison.OrdinalIgnoreCase);
        });
    }

    private static string Fingerprint(X509Certificate2 certificate) =>
        Convert.ToHexStringLower(SHA256.HashData(certificate.PublicKey.ExportSubjectPublicKeyInfo()));
}
