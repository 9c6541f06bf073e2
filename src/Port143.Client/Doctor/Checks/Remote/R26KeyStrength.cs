using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Port143.Client.Doctor.Probes;

namespace Port143.Client.Doctor.Checks.Remote;

/// <summary>R26: keys and signatures of the chain are ones that current systems accept.</summary>
internal sealed class R26KeyStrength() : DoctorCheck("R26", "key and signature", CheckGroup.Tls, "R01")
{
    private const int LeastRsa = 2048;
    private const int LeastEc = 256;

    public override async Task<Finding> RunAsync(Examination examination, CancellationToken cancel)
    {
        // A server that this machine's library refuses shows its certificate all the same.
        IReadOnlyList<(ImapReport Talk, TlsReport Tls, X509Certificate2 Certificate)> seen = await Certificates.SeenAsync(examination, cancel).ConfigureAwait(false);
        IReadOnlyList<ImapReport> talks = await examination.AllTalksAsync(cancel).ConfigureAwait(false);
        if (talks.FirstOrDefault(t => t.Tls?.Error?.Contains("too small", StringComparison.OrdinalIgnoreCase) == true) is { } refused)
        {
            return Finding.Fail($"The key of the certificate on {refused.EndPoint.Port} is too short; current systems refuse it.")
                .Do("Make a new key, ECDSA P-256 or RSA with 2048 bits, and a certificate for it.", "openssl ecparam -genkey -name prime256v1 -out key.pem").Saw("error", refused.Tls!.Error);
        }
        if (seen.Count == 0)
        {
            return Finding.Skipped("no certificate was seen");
        }
        foreach ((ImapReport talk, TlsReport tls, X509Certificate2 leaf) in seen)
        {
            foreach (X509Certificate2 certificate in tls.Sent.Prepend(leaf))
            {
                int bits = Bits(certificate, out int least);
                if (bits > 0 && bits < least)
                {
                    return Finding.Fail($"The key of \"{certificate.GetNameInfo(X509NameType.SimpleName, false)}\" on {talk.EndPoint.Port} has {bits} bits; current systems refuse it.")
                        .Do("Make a new key, ECDSA P-256 or RSA with 2048 bits, and a certificate for it.", "openssl ecparam -genkey -name prime256v1 -out key.pem");
                }
                string signature = certificate.SignatureAlgorithm.FriendlyName ?? "";
                if (!Certificates.IsSelfSigned(certificate) && (signature.Contains("sha1", StringComparison.OrdinalIgnoreCase) || signature.Contains("md5", StringComparison.OrdinalIgnoreCase)))
                {
                    return Finding.Fail($"\"{certificate.GetNameInfo(X509NameType.SimpleName, false)}\" is signed with {signature}; current systems refuse it.").Do("Request a new certificate.");
                }
            }
        }
        X509Certificate2 first = seen[0].Certificate;
        return Finding.Ok($"{(first.GetECDsaPublicKey() is null ? "RSA" : "ECDSA")} {Bits(first, out _)} bits, {first.SignatureAlgorithm.FriendlyName}");
    }

    private static int Bits(X509Certificate2 certificate, out int least)
    {
        using RSA? rsa = certificate.GetRSAPublicKey();
        using ECDsa? ec = rsa is null ? certificate.GetECDsaPublicKey() : null;
        least = rsa is not null ? LeastRsa : LeastEc;
        return rsa?.KeySize ?? ec?.KeySize ?? 0;
    }
}
