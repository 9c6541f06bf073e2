using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Port143.Client.Doctor;
using Port143.Client.Doctor.Probes;
using Port143.Doctor;
using Port143.Tests.Cli;
using Port143.Tests.Processes;

namespace Port143.Tests.Doctor;

#pragma warning disable CA1416 // modes of files: these tests run where there are some
/// <summary>
/// A server of ours with nothing wrong: a certificate of an authority, records in DNS, a backup. All checks run against it,
/// with sign-in, canary and the probes that need the owner, and none has a finding above a remark.
/// </summary>
public sealed class HealthyServerTests : IDisposable
{
    private const string Host = "mail.example.org";
    private const string Address = "anna@example.org";
    private const string Password = "seven ordinary words make a good password";
    private readonly TemporaryFolder _folder = new();
    private readonly X509Certificate2 _authority = Authority();

    private string Data => _folder["data"];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _authority.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task No_check_from_outside_finds_more_than_a_remark()
    {
        await using RunningServer server = await StartAsync();
        Assert.True(ExaminationTarget.TryParse(Address, out ExaminationTarget? target, out string? error), error);
        var options = new ExaminationOptions
        {
            IOwnThis = true, MayAppend = true, SignIn = new SignInCredentials(Address, Password), Authorities = [_authority],
            LocalNames = (_, _) => Task.FromResult(new[] { IPAddress.Loopback }),
            Ports = new MailPorts(server.Port("imap"), server.Port("imaps"), FreePort(), FreePort(), FreePort(), FreePort()),
        };
        var examination = new Examination(target, options, new Zone(IPAddress.Loopback), TimeProvider.System);
        // The web servers of the domain, which the doctor would ask.
        const string autoconfig = $"<clientConfig><incomingServer type=\"imap\"><hostname>{Host}</hostname><port>993</port><socketType>SSL</socketType></incomingServer></clientConfig>";
        const string autodiscover = $"<Autodiscover><Response><Account><Protocol><Type>IMAP</Type><Server>{Host}</Server><Port>993</Port><SSL>on</SSL></Protocol></Account></Response></Autodiscover>";
        await ServeAsync(examination, "https://autoconfig.example.org/mail/config-v1.1.xml?emailaddress=anna%40example.org", autoconfig);
        await ServeAsync(examination, "https://example.org/.well-known/autoconfig/mail/config-v1.1.xml", null);
        await ServeAsync(examination, "https://autodiscover.example.org/autodiscover/autodiscover.json?Email=anna%40example.org&Protocol=AutodiscoverV1", null);
        await ServeAsync(examination, "POST https://example.org/autodiscover/autodiscover.xml", null);
        await ServeAsync(examination, "POST https://autodiscover.example.org/autodiscover/autodiscover.xml", autodiscover);

        DoctorReport report = await DoctorRunner.RunAsync(examination, DoctorChecks.Remote, Address, null, null, Cancel);
        // The name leads to this machine, as in no DNS it should.
        CheckResult itself = report.Results.Single(r => r.Check.Id == "R03");
        Assert.Equal($"{Host} points to 127.0.0.1, which is every machine itself.", itself.Finding.Message);
        // How quick it is, is not its own doing either on a machine that runs other tests.
        AllWell(report, "R03", "R32 Warn: Network", "R34 Warn: The server took", "R36 Warn: New mail was told after", "R12 Warn: ");
        Ran(report, "R04", "R05", "R06", "R07", "R12", "R18", "R19", "R21", "R22", "R23", "R24", "R27", "R28", "R34", "R35", "R36", "R44", "R45");
        Assert.Contains("new mail is told", report.Results.Single(r => r.Check.Id == "R36").Finding.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_check_of_the_machine_finds_more_than_a_remark()
    {
        await using RunningServer server = await StartAsync();
        string log = _folder["port143.log"];
        await File.WriteAllTextAsync(log, $"{DateTimeOffset.UtcNow:yyyy-MM-ddTHH:mm:ss.fffZ} info    Process/1: started: version=0.1.0 pid=900\n", Cancel);
        // A machine that is well; the server, its data, its certificate and its ports are the real ones.
        int[] ports = [server.Port("imap"), server.Port("imaps"), server.Port("lmtp")];
        Put("/proc/net/tcp", "  sl  local_address rem_address   st\n" + string.Concat(ports.Select((p, i) =>
            $"   {i}: {(i == 2 ? "0100007F" : "00000000")}:{p:X4} 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 {77 + i} 1 0000000000000000 100 0 0 10 0\n")));
        Put("/proc/900/comm", "port143\n");
        Put("/proc/900/limits", "Limit                     Soft Limit           Hard Limit           Units     \nMax core file size        0                    0                    bytes     \nMax open files            65536                65536                files     \n");
        Put("/proc/900/maps", "");
        Put("/proc/self/status", "CapEff:\t000001ffffffffff\n");
        Put("/proc/mounts", "/dev/vda / ext4 rw,relatime 0 0\n");
        Put("/proc/meminfo", "MemTotal:       16777216 kB\n");
        Put("/proc/swaps", "Filename\tType\tSize\tUsed\tPriority\n");
        Put("/proc/sys/net/core/somaxconn", "4096\n");
        Put("/etc/ssl/openssl.cnf", "[system_default_sect]\nMinProtocol = TLSv1.2\nCipherString = DEFAULT@SECLEVEL=2\n");
        Directory.CreateDirectory(Path.Combine(Root, "proc", "900", "fd"));
        for (int i = 0; i < ports.Length; i++)
        {
            File.CreateSymbolicLink(Path.Combine(Root, "proc", "900", "fd", $"{i + 5}"), $"socket:[{77 + i}]");
        }
        File.CreateSymbolicLink(Path.Combine(Root, "proc", "900", "fd", "4"), Path.Combine(Data, "lock"));
        Directory.CreateDirectory(_folder["backups"]);
        await File.WriteAllBytesAsync(Path.Combine(_folder["backups"], "1.tar"), new byte[1 << 20], Cancel);

        // Its own address is a public one, which no machine of a test has.
        IPAddress outside = IPAddress.Parse("198.51.100.7");
        ServerFacts facts = DoctorRun.Facts(Data, log) with
        {
            Listeners = [new ServerListener("imap", IPAddress.Any, ports[0], null), new ServerListener("imaps", IPAddress.Any, ports[1], null), new ServerListener("lmtp", IPAddress.Loopback, ports[2], null)],
            SystemRoot = Root, Commands = new NoPrograms(), OwnAddresses = [outside], MaxConnections = 1000, BackupFolder = _folder["backups"],
            Clock = () => new KernelClock(true, TimeSpan.FromMilliseconds(2)),
        };
        var examination = new Examination(null, new ExaminationOptions { Authorities = [_authority] }, new Zone(outside), TimeProvider.System, facts);
        foreach (int port in ports)
        {
            var endpoint = new IPEndPoint(outside, port);
            await examination.FactAsync(endpoint.ToString(), _ => Task.FromResult(new PortReport(endpoint, PortState.Open, TimeSpan.FromMilliseconds(1))), Cancel);
        }
        DoctorReport report = await DoctorRunner.RunAsync(examination, DoctorChecks.Server, "this server", null, null, Cancel);
        // The disk is the one of this machine: how full and how fast it is, is not the server's doing.
        AllWell(report, "S14", "S15", "S30 Warn: A command that does nothing takes");
        Ran(report, "S01", "S02", "S03", "S04", "S05", "S08", "S09", "S10", "S11", "S13", "S17", "S18", "S20", "S22", "S23", "S24", "S25", "S26", "S27", "S28", "S29", "S30", "S31");
    }

    private static void AllWell(DoctorReport report, params string[] besides) => Assert.DoesNotContain(
        report.Results.Where(r => r.Finding.Status >= CheckStatus.Warn || r.Finding.IsUnexpected).Select(r => $"{r.Check.Id} {r.Finding.Status}: {r.Finding.Message} {string.Join("; ", r.Finding.Evidence)}"),
        r => !besides.Any(b => r.StartsWith(b, StringComparison.Ordinal)));

    private static void Ran(DoctorReport report, params string[] ids) => Assert.DoesNotContain(
        report.Results.Where(r => ids.Contains(r.Check.Id)).Select(r => $"{r.Check.Id} {r.Finding.Status}: {r.Finding.Message}"), r => r.Contains(" Skipped: ", StringComparison.Ordinal));

    private async Task<RunningServer> StartAsync()
    {
        Directory.CreateDirectory(Data, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=" + Host, key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(Host);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1")], false));
        using X509Certificate2 certificate = request.Create(_authority, DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(60), [1, 2, 3, 4, 5, 6, 7, 8]);
        string folder = Path.Combine(Data, "tls"), keyFile = Path.Combine(folder, "own.key");
        Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        await File.WriteAllTextAsync(Path.Combine(folder, "own.pem"), certificate.ExportCertificatePem() + "\n" + _authority.ExportCertificatePem() + "\n", Cancel);
        await File.WriteAllTextAsync(keyFile, key.ExportPkcs8PrivateKeyPem(), Cancel);
        File.SetUnixFileMode(keyFile, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        string configuration = Path.Combine(Data, "port143.toml");
        await File.WriteAllTextAsync(configuration, "[tls]\ncertificate = \"tls/own.pem\"\nkey = \"tls/own.key\"\n", Cancel);
        File.SetUnixFileMode(configuration, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        Port143Process.Outcome added = await Port143Process.RunAsync(Password + "\n", ["account", "add", Address, "--password-stdin", "--data", Data]);
        Assert.True(added.Code == 0, added.Errors);
        return await RunningServer.StartAsync(Data, null, "--imap", "127.0.0.1:0", "--imaps", "127.0.0.1:0", "--lmtp", "127.0.0.1:0");
    }

    private static Task ServeAsync(Examination examination, string key, string? body) =>
        examination.FactAsync(key, _ => Task.FromResult(new WebAnswer(body is null ? 404 : 200, body, null, null)), Cancel);

    private static int FreePort()
    {
        using var listener = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static X509Certificate2 Authority()
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=Authority of this test", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        return request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-2), DateTimeOffset.UtcNow.AddDays(365));
    }

    private string Root => _folder["root"];

    private void Put(string path, string text)
    {
        string file = Path.Combine(Root, path.TrimStart('/'));
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text, Encoding.ASCII);
    }

    /// <summary>The zone of example.org.</summary>
    private sealed class Zone(IPAddress server) : IResolver
    {
        public Task<DnsAnswer> AskAsync(string name, DnsType type, CancellationToken cancel) => Task.FromResult((name, type) switch
        {
            (Host, DnsType.A) => Found(new DnsRecord(DnsType.A, server.ToString()) { Address = server }),
            ("_imaps._tcp.example.org", DnsType.Srv) => Found(new DnsRecord(DnsType.Srv, $"0 1 993 {Host}.") { Target = Host, Port = 993 }),
            (Host or "example.org", _) => new DnsAnswer(DnsOutcome.NoData, [], TimeSpan.FromMilliseconds(1)),
            _ => new DnsAnswer(DnsOutcome.NoName, [], TimeSpan.FromMilliseconds(1)),
        });

        private static DnsAnswer Found(DnsRecord record) => new(DnsOutcome.Found, [record], TimeSpan.FromMilliseconds(1));
    }

    /// <summary>A machine without systemd, firewall, Postfix and fail2ban.</summary>
    private sealed class NoPrograms : ISystemCommands
    {
        public Task<CommandOutput?> RunAsync(string program, IReadOnlyList<string> arguments, CancellationToken cancel) => Task.FromResult<CommandOutput?>(null);
    }
}
