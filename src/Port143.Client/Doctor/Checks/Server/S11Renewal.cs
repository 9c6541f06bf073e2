using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Port143.Client.Doctor.Probes;

namespace Port143.Client.Doctor.Checks.Server;

/// <summary>S11: something renews the certificate, and the last time it worked.</summary>
internal sealed class S11Renewal() : DoctorCheck("S11", "renewal of the certificate", CheckGroup.Tls, "S09")
{
    private const double OverdueShare = 0.25; // clients of ACME renew when a third of the time is left

    public override async Task<Finding> RunAsync(Examination examination, CancellationToken cancel)
    {
        ServerFacts server = examination.Server;
        X509Certificate2 certificate;
        try
        {
            certificate = X509Certificate2.CreateFromPem(await File.ReadAllTextAsync(server.CertificateFile, cancel).ConfigureAwait(false));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or CryptographicException or ArgumentException)
        {
            return Finding.Skipped($"{server.CertificateFile} cannot be read");
        }
        using (certificate)
        {
            DateTime now = examination.Time.GetUtcNow().UtcDateTime, until = certificate.NotAfter.ToUniversalTime();
            double share = (until - now) / (until - certificate.NotBefore.ToUniversalTime());
            if (server.Renewal is { } renewal)
            {
                return Own(renewal, certificate, until - now, share, server.DataFolder);
            }
            if (LastErrors(server) is { Count: > 0 } errors)
            {
                return Finding.Warn($"The last renewal failed: {errors[^1]}").With(errors.SkipLast(1).TakeLast(3))
                    .Do("Mend that, and try again; a port 80 that is closed is the usual reason.", "certbot renew --dry-run").Saw("days left", (until - now).TotalDays.ToString("F0", System.Globalization.CultureInfo.InvariantCulture));
            }
            if (certificate.Subject == certificate.Issuer)
            {
                return Finding.Info($"The certificate is self-signed and ends on {until:yyyy-MM-dd}; mail programs ask whether to trust it.").Do("Have the server get one of a public authority for clients outside: set acme.names.", "port143 config describe");
            }
            if (share < OverdueShare)
            {
                return Finding.Warn($"The renewal is overdue: only {(until - now).TotalDays:F0} days are left.").Because("what renews certificates does so when a third of their time is left")
                    .Do("See what it says.", "certbot renew --dry-run; systemctl list-timers");
            }
            if (server.CertificateFile.Contains("/letsencrypt/", StringComparison.Ordinal)
                && await server.Commands.RunAsync("systemctl", ["show", "certbot.timer", "-p", "LoadState,ActiveState"], cancel).ConfigureAwait(false) is { } timer
                && timer.Value("ActiveState") != "active" && !File.Exists(server.PathOf("/etc/cron.d/certbot")))
            {
                return Finding.Warn("Nothing renews the certificate: the timer of certbot is off.").Do("Switch it on.", "systemctl enable --now certbot.timer", mayApply: true);
            }
            return Finding.Ok($"{(until - now).TotalDays:F0} days left, renewed in time");
        }
    }

    // The server renews by itself (ACME).
    private static Finding Own(CertificateRenewal renewal, X509Certificate2 certificate, TimeSpan left, double share, string data)
    {
        if (renewal.Failures > 0)
        {
            return Finding.Warn($"The server could not renew its certificate: {renewal.Error}").Because($"{renewal.Failures} tries have failed; it tries again {renewal.Due.ToUniversalTime():yyyy-MM-dd HH:mm} UTC")
                .Do("Mend that, and try again; a port 80 that is closed is the usual reason.", $"port143 acme renew --data {data}").Saw("days left", left.TotalDays.ToString("F0", System.Globalization.CultureInfo.InvariantCulture));
        }
        if (certificate.Subject == certificate.Issuer)
        {
            return Finding.Warn("The server has not got a certificate yet and shows its own.").Because("it tries when it starts, for " + string.Join(' ', renewal.Names))
                .Do("Start it, or see how far it is.", $"port143 acme status --data {data}");
        }
        return share < OverdueShare
            ? Finding.Warn($"The renewal is overdue: only {left.TotalDays:F0} days are left.").Because("a running server renews when a third of the time is left")
                .Do("See whether it runs, and have it renew now.", $"port143 acme renew --data {data}")
            : Finding.Ok($"{left.TotalDays:F0} days left; the server renews it on {renewal.Due.ToUniversalTime():yyyy-MM-dd}");
    }

    // The last run in certbot's log, as far as it failed.
    private static List<string> LastErrors(ServerFacts server)
    {
        IReadOnlyList<string> lines = server.CertificateFile.Contains("/letsencrypt/", StringComparison.Ordinal) ? server.LinesOf("/var/log/letsencrypt/letsencrypt.log") : [];
        return [.. lines.Where(l => l.Contains(":ERROR:", StringComparison.Ordinal))
            .Select(l => l[(l.LastIndexOf(":ERROR:", StringComparison.Ordinal) + 7)..]).Select(l => l[(l.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim()).Where(l => l.Length > 0)];
    }
}
