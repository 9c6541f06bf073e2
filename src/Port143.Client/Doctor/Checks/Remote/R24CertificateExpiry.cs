using System.Security.Cryptography.X509Certificates;
using Port143.Client.Doctor.Probes;

namespace Port143.Client.Doctor.Checks.Remote;

/// <summary>R24: no certificate on the way to the authority has ended, or ends soon.</summary>
internal sealed class R24CertificateExpiry() : DoctorCheck("R24", "certificate's time", CheckGroup.Tls, "R18")
{
    private const int SoonDays = 14;

    public override async Task<Finding> RunAsync(Examination examination, CancellationToken cancel)
    {
        IReadOnlyList<(ImapReport Talk, TlsReport Tls, X509Certificate2 Certificate)> seen = await Certificates.SeenAsync(examination, cancel).ConfigureAwait(false);
        if (seen.Count == 0)
        {
            return Finding.Skipped("no certificate was seen");
        }
        DateTime now = examination.Time.GetUtcNow().UtcDateTime;
        int least = int.MaxValue;
        Finding? worst = null;
        foreach ((ImapReport talk, TlsReport tls, X509Certificate2 leaf) in seen)
        {
            foreach (X509Certificate2 certificate in tls.Sent.Prepend(leaf))
            {
                string what = certificate == leaf ? "The certificate" : $"The intermediate certificate \"{certificate.GetNameInfo(X509NameType.SimpleName, false)}\"";
                int days = (int)Math.Floor((certificate.NotAfter.ToUniversalTime() - now).TotalDays);
                least = Math.Min(least, days);
                Finding? finding = certificate.NotAfter.ToUniversalTime() <= now
                    ? Finding.Fail($"{what} on {talk.EndPoint.Port} ended on {certificate.NotAfter.ToUniversalTime():yyyy-MM-dd}.").Because("it was not renewed, or the server still uses the old file")
                    : certificate.NotBefore.ToUniversalTime() > now
                        ? Finding.Fail($"{what} on {talk.EndPoint.Port} is not valid before {certificate.NotBefore.ToUniversalTime():yyyy-MM-dd HH:mm} UTC.").Because("it is very new, or this machine's clock is slow; see R38")
                        : days < SoonDays ? Finding.Warn($"{what} on {talk.EndPoint.Port} ends on {certificate.NotAfter.ToUniversalTime():yyyy-MM-dd} ({days} days left); renewal looks stuck.") : null;
                if (finding is not null && (worst is null || finding.Status > worst.Status))
                {
                    worst = finding.Do("Renew it, and see that the server uses the new file.", "certbot renew").Saw("not before", certificate.NotBefore.ToUniversalTime().ToString("O"))
                        .Saw("not after", certificate.NotAfter.ToUniversalTime().ToString("O"));
                }
            }
        }
        return worst ?? Finding.Ok($"{least} days left");
    }
}
