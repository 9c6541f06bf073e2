using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Reflection;
using Port143.Cli;
using Port143.Client.Doctor;
using Port143.Client.Doctor.Probes;
using Port143.Client.Doctor.Reports;
using Port143.Configuration;
using Port143.Server;
using Port143.Server.Tls.Acme;

namespace Port143.Doctor;

/// <summary>Runs an examination and gives the report out.</summary>
internal static class DoctorRun
{
    /// <summary>Examines a server from outside; gives the exit code.</summary>
    public static async Task<int> RemoteAsync(ExaminationTarget target, ExaminationOptions options, DoctorOutput output, CancellationToken cancel)
    {
        var examination = new Examination(target, options, new LookupResolver(options.Resolver), TimeProvider.System);
        return await RunAsync(examination, DoctorChecks.Remote, target.Text, output, cancel);
    }

    /// <summary>Examines the server on this machine; gives the exit code.</summary>
    public static async Task<int> ServerAsync(string data, string? log, ExaminationOptions options, DoctorOutput output, CancellationToken cancel)
    {
        var examination = new Examination(null, options, new LookupResolver(options.Resolver), TimeProvider.System, Facts(data, log));
        return await RunAsync(examination, DoctorChecks.Server, "this server", output, cancel);
    }

    private static async Task<int> RunAsync(
        Examination examination, IReadOnlyList<DoctorCheck> checks, string title, DoctorOutput output, CancellationToken cancel)
    {
        string? vantage = Vantage();
        bool quietStart = output.Json || output.Fix;
        bool colour = !Console.IsOutputRedirected && Environment.GetEnvironmentVariable("NO_COLOR") is null or "";
        if (!quietStart)
        {
            Console.Out.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"port143 doctor {title}    {examination.Time.GetUtcNow():yyyy-MM-dd HH:mm} UTC{(vantage is null ? "" : $", from {vantage}")}"));
        }
        using var progress = new DoctorProgress(checks.Count, quietStart || Console.IsErrorRedirected || Console.IsOutputRedirected);
        var shown = new InOrder(checks, result =>
        {
            progress.Clear();
            if (!quietStart && (!output.Quiet || result.Finding.Status >= CheckStatus.Warn))
            {
                Console.Out.Write(TextReport.Check(result, output.Verbose, colour));
            }
        });
        DoctorReport report = await DoctorRunner.RunAsync(examination, checks, title, vantage, result =>
        {
            shown.Add(result);
            progress.Done();
        }, cancel);
        progress.Clear();
        shown.End();
        if (output.Json)
        {
            using Stream standard = Console.OpenStandardOutput();
            standard.Write(JsonReport.Write(report, Version));
            standard.WriteByte((byte)'\n');
        }
        else if (!output.Fix)
        {
            Console.Out.Write(TextReport.Summary(report));
        }
        if (output.Fix)
        {
            await DoctorFix.RunAsync(report, output.Apply, cancel);
        }
        if (output.Bundle is { } file)
        {
            DoctorBundle.Write(file, report, Version, examination);
        }
        return report.ExitCode(output.FailOn);
    }

    private static string Version => typeof(DoctorRun).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";

    internal static ServerFacts Facts(string data, string? log)
    {
        (Settings settings, IReadOnlyList<ConfigFinding> findings, _) = CommandSettings.Read(data, []);
        ServerOptions options = settings.Server;
        (string Name, ListenAddress Address)[] listeners =
            [("imap", options.Imap), ("imaps", options.Imaps), ("imaps585", options.Imaps585), ("lmtp", options.Lmtp)];
        return new ServerFacts
        {
            DataFolder = data,
            ConfigurationFile = Path.Combine(data, ConfigFile.FileName),
            ConfigurationFindings = [.. findings.Select(f => f.ToString())],
            Listeners = [.. listeners.Where(l => !l.Address.IsOff)
                .Select(l => new ServerListener(l.Name, l.Address.Address, Math.Max(0, l.Address.Port), l.Address.UnixPath))],
            CertificateFile = settings.TlsCertificate ?? Path.Combine(data, "tls", "cert.pem"),
            KeyFile = settings.TlsKey ?? Path.Combine(data, "tls", "key.pem"),
            Renewal = Renewal(settings, data),
            MaxConnections = options.Limits.MaxConnections,
            LogFile = log,
            UpdateIndex = settings.Doctor.Updates,
            UpdateKey = settings.Doctor.UpdatesKey,
            BackupFolder = settings.Doctor.Backups is { } backups ? Path.GetFullPath(backups, data) : null,
            Version = Version,
        };
    }

    private static CertificateRenewal? Renewal(Settings settings, string data) => settings.Acme.IsOn && AcmeStatus.Read(settings.Acme, data) is { } status
        ? new CertificateRenewal(settings.Acme.Names, status.Due, status.Failures, status.Error) : null;

    // The address that this machine would use for the way out; nothing is sent.
    private static string? Vantage()
    {
        try
        {
            using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
            socket.Connect(new IPEndPoint(IPAddress.Parse("192.0.2.1"), 9));
            return (socket.LocalEndPoint as IPEndPoint)?.Address.ToString();
        }
        catch (SocketException)
        {
            return null;
        }
    }
}
