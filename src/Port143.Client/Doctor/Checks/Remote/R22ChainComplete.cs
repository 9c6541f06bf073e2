using System.Security.Cryptography.X509Certificates;
using Port143.Client.Doctor.Probes;

namespace Port143.Client.Doctor.Checks.Remote;

/// <summary>R22: what the server sends is enough to trust it: nothing is fetched from elsewhere, as phones do not either.</summary>
internal sealed class R22ChainComplete() : DoctorCheck("R22", "certificate chain", CheckGroup.Tls, "R18")
{
    public override async Task<Finding> RunAsync(Examination examination, CancellationToken cancel)
    {
        IReadOnlyList<(ImapReport Talk, TlsReport Tls, X509Certificate2 Certificate)> seen = await Certificates.SeenAsync(examination, cancel).ConfigureAwait(false);
        if (seen.Count == 0)
        {
            return Finding.Skipped("no certificate was seen");
        }
        foreach ((ImapReport talk, TlsReport tls, X509Certificate2 certificate) in seen)
        {
            using var chain = new X509Chain();
            chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
            chain.ChainPolicy.DisableCertificateDownloads = true;
            chain.ChainPolicy.VerificationFlags = X509VerificationFlags.IgnoreNotTimeValid;
            chain.ChainPolicy.ExtraStore.AddRange(tls.Sent.ToArray());
            // First: Debian keeps its own self-made certificate among the trusted ones, where it counts on that machine alone.
            if (Certificates.IsSelfSigned(certificate))
            {
                return Finding.Warn($"The certificate on {talk.EndPoint.Port} is self-signed; clients ask whether to trust it.")
                    .Because("no authority vouches for it; servers and Debian's ssl-cert make such a one when they are installed")
                    .Do("Get one from an authority, such as Let's Encrypt, and name its files in the server's configuration; in Port143, tls.certificate and tls.key.")
                    .Saw("subject", certificate.Subject);
            }
            if (chain.Build(certificate))
            {
                continue;
            }
            if (examination.Options.Authorities is { Count: > 0 } authorities)
            {
                using var own = new X509Chain { ChainPolicy = chain.ChainPolicy.Clone() };
                own.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
                own.ChainPolicy.CustomTrustStore.AddRange(authorities);
                if (own.Build(certificate))
                {
                    continue;
                }
            }
            X509ChainStatusFlags flags = chain.ChainStatus.Aggregate(X509ChainStatusFlags.NoError, (all, s) => all | s.Status);
            return (flags & X509ChainStatusFlags.PartialChain) != 0 && tls.Sent.Count == 0
                ? Finding.Fail($"The intermediate certificate is missing on {talk.EndPoint.Port}; phones refuse, desktop browsers hide the fault.")
                    .Because("the server is set to the certificate alone, without its chain")
                    .Do("Configure the file with the whole chain (fullchain.pem instead of cert.pem).").Saw("issuer", certificate.Issuer).Saw("sent", tls.Sent.Count + 1)
                : Finding.Fail($"The certificate on {talk.EndPoint.Port} leads to no authority that this machine trusts.")
                    .Because((flags & X509ChainStatusFlags.UntrustedRoot) != 0 ? "its authority is a private one" : $"the chain cannot be built: {flags}")
                    .Do("Install that authority on the clients, or get a certificate from a public one; to examine with it, name it.", "port143 doctor HOST --ca FILE").Saw("issuer", certificate.Issuer).Saw("status", flags);
        }
        return Finding.Ok("complete, and trusted by this machine");
    }
}
