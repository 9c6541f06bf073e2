using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Port143.Client.Doctor.Checks.Server;

/// <summary>S09: certificate and key can be read, belong together, are in their time, and nobody else can read the key.</summary>
internal sealed class S09CertificateFiles() : DoctorCheck("S09", "certificate files", CheckGroup.Tls)
{
    private const int SoonDays = 14;

    public override Task<Finding> RunAsync(Examination examination, CancellationToken cancel) => Task.FromResult(Look(examination));

    private static Finding Look(Examination examination)
    {
        (string certificate, string key) = (examination.Server.CertificateFile, examination.Server.KeyFile);
        foreach (string file in (string[])[certificate, key])
        {
            if (!File.Exists(file))
            {
                return Finding.Fail($"{file} is not there.").Because("the path is wrong, or the server was never started")
                    .Do("Correct tls.certificate and tls.key, or start the server once: it makes a self-signed pair.", $"port143 config check --data {examination.Server.DataFolder}");
            }
        }
        X509Certificate2 loaded;
        try
        {
            loaded = X509Certificate2.CreateFromPemFile(certificate, key);
        }
        catch (Exception error) when (error is CryptographicException or ArgumentException)
        {
            return Finding.Fail(error.Message.Contains("match", StringComparison.OrdinalIgnoreCase) || error is ArgumentException
                    ? "The key does not belong to the certificate." : $"{certificate} and {key} are no pair of PEM files that can be used.")
                .Because(error.Message).Do("Name the two files that were made together.", $"openssl x509 -in {certificate} -noout -subject -dates");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return Finding.Fail($"User {Environment.UserName} cannot read the certificate or its key.").Because(error.Message)
                .Do("Give the service's user the right to read them.", $"chown port143 {key}");
        }
        using (loaded)
        {
            double days = (loaded.NotAfter.ToUniversalTime() - examination.Time.GetUtcNow().UtcDateTime).TotalDays;
            if (days <= 0)
            {
                return Renew(Finding.Fail($"The certificate ended on {loaded.NotAfter.ToUniversalTime():yyyy-MM-dd}."), examination.Server);
            }
            if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(key) & (UnixFileMode.OtherRead | UnixFileMode.OtherWrite)) != 0)
            {
                return Finding.Fail("Everybody on this machine can read the key.").Do("Keep it to the service's user.", $"chmod 600 {key}", mayApply: true).Saw("mode", File.GetUnixFileMode(key));
            }
            return days < SoonDays
                ? Renew(Finding.Warn($"The certificate ends in {days:F0} days; renewal looks stuck."), examination.Server)
                : Finding.Ok($"{days:F0} days left");
        }
    }

    private static Finding Renew(Finding finding, ServerFacts server) => server.Renewal is null
        ? finding.Do("Renew it.", "certbot renew")
        : finding.Do("Have the server renew it.", $"port143 acme renew --data {server.DataFolder}");
}
