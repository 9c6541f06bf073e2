using System.Security.Cryptography.X509Certificates;
using Port143.Client.Doctor.Probes;

namespace Port143.Client.Doctor.Checks.Remote;

/// <summary>R25: 143 and 993, on every address, show the same certificate.</summary>
internal sealed class R25SameCertificate() : DoctorCheck("R25", "same certificate everywhere", CheckGroup.Tls, "R18")
{
    public override async Task<Finding> RunAsync(Examination examination, CancellationToken cancel)
    {
        IReadOnlyList<(ImapReport Talk, TlsReport Tls, X509Certificate2 Certificate)> seen = await Certificates.SeenAsync(examination, cancel).ConfigureAwait(false);
        if (seen.Count < 2)
        {
            return Finding.Skipped("fewer than two were seen");
        }
        (ImapReport Talk, TlsReport Tls, X509Certificate2 Certificate)[] byAge = [.. seen.OrderBy(s => s.Certificate.NotBefore)];
        (ImapReport Talk, TlsReport Tls, X509Certificate2 Certificate) oldest = byAge[0], newest = byAge[^1];
        return oldest.Certificate.Thumbprint == newest.Certificate.Thumbprint
            ? Finding.Ok($"on {seen.Count} ports and addresses")
            : Finding.Warn($"{oldest.Talk.EndPoint} shows another certificate than {newest.Talk.EndPoint}.")
                .Because(oldest.Certificate.Subject == newest.Certificate.Subject
                    ? "one service was not told of the new certificate" : "the two ports belong to different services or configurations")
                .Do("Reload the service with the older one, or name the same files in both.", "systemctl reload port143")
                .With(seen.Select(s => $"{s.Talk.EndPoint}: {s.Certificate.GetNameInfo(X509NameType.SimpleName, false)}, until {s.Certificate.NotAfter.ToUniversalTime():yyyy-MM-dd}, {s.Certificate.Thumbprint[..16]}"));
    }
}
