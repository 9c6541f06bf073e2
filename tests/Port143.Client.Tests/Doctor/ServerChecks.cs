using System.Net;
using System.Security.Cryptography.X509Certificates;
using Port143.Client.Doctor;
using Port143.Client.Doctor.Probes;

namespace Port143.Client.Tests.Doctor;

#pragma warning disable CA1416 // modes of files: these tests run where there are some
/// <summary>A made-up machine, below a temporary folder, for the checks of the server on it.</summary>
public abstract class ServerChecks : IDisposable
{
    protected string Root { get; } = Directory.CreateTempSubdirectory("port143-doctor-").FullName;

    protected ServerChecks()
    {
        Directory.CreateDirectory(Data);
        File.SetUnixFileMode(Data, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    protected string Data => Path.Combine(Root, "data");

    public void Dispose()
    {
        Directory.Delete(Root, recursive: true);
        GC.SuppressFinalize(this);
    }

    protected void Put(string path, string text)
    {
        string file = Path.Combine(Root, path.TrimStart('/'));
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
    }

    private protected Examination Examine(Func<ServerFacts, ServerFacts>? change = null, FakeResolver? dns = null, ExaminationOptions? options = null)
    {
        var facts = new ServerFacts
        {
            DataFolder = Data, ConfigurationFile = Path.Combine(Data, "port143.toml"), CertificateFile = Path.Combine(Data, "cert.pem"),
            KeyFile = Path.Combine(Data, "key.pem"), MaxConnections = 1000, SystemRoot = Root, Commands = Commands, OwnAddresses = [], Clock = () => new KernelClock(true, TimeSpan.FromMilliseconds(5)), Version = "1.2.0",
        };
        return new Examination(null, options ?? new ExaminationOptions { ConnectLimit = TimeSpan.FromSeconds(1) }, dns ?? new FakeResolver(), TimeProvider.System, change?.Invoke(facts) ?? facts);
    }

    protected static async Task<Finding> RunAsync(Examination examination, string id) =>
        await DoctorChecks.Server.Single(c => c.Id == id).RunAsync(examination, TestContext.Current.CancellationToken);

    protected static void Is(Finding finding, CheckStatus status, string words)
    {
        Assert.True(finding.Status == status, $"{finding.Status}: {finding.Message} {finding.Cause} {string.Join("; ", finding.Evidence)}");
        Assert.Contains(words, finding.Message, StringComparison.Ordinal);
        Assert.True(status < CheckStatus.Warn || finding.Remedies.Count > 0);
    }

    // A line of /proc/net/tcp: the address in the machine's byte order, the port, state 0A for LISTEN.
    protected void Listening(string address, int port, string inode = "77")
    {
        uint number = BitConverter.ToUInt32(IPAddress.Parse(address).GetAddressBytes());
        Put("/proc/net/tcp", "  sl  local_address rem_address   st\n"
            + $"   0: {number:X8}:{port:X4} 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 {inode} 1 0000000000000000 100 0 0 10 0\n");
    }

    protected void Process(int pid, string name, string descriptorTarget)
    {
        Put($"/proc/{pid}/comm", name + "\n");
        Opens(pid, descriptorTarget, 5);
    }

    protected void Opens(int pid, string target, int descriptor)
    {
        string folder = Path.Combine(Root, "proc", $"{pid}", "fd");
        Directory.CreateDirectory(folder);
        File.CreateSymbolicLink(Path.Combine(folder, $"{descriptor}"), target);
    }

    /// <summary>The server runs: it holds the lock as process 900.</summary>
    protected void Running() => Process(900, "port143", Path.Combine(Data, "lock"));

    protected FakeCommands Commands { get; } = new();

    protected static ServerFacts OnPort(ServerFacts facts, int port) => facts with { Listeners = [new ServerListener("imap", null, port, null)] };

    protected void Pair(X509Certificate2 certificate, X509Certificate2? keyOf = null)
    {
        Put("/data/cert.pem", certificate.ExportCertificatePem());
        Put("/data/key.pem", (keyOf ?? certificate).GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem());
        File.SetUnixFileMode(Path.Combine(Data, "key.pem"), UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    protected string LogPath => Path.Combine(Root, "log");

    protected static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>Makes the log: each line as of a minute ago, from its level on.</summary>
    protected void Log(params string[] lines) => File.WriteAllLines(
        LogPath, lines.Select(l => DateTimeOffset.UtcNow.AddMinutes(-1).ToString("yyyy-MM-ddTHH:mm:ss.fffZ ", System.Globalization.CultureInfo.InvariantCulture) + l));

    // A fact that need not be found out.
    protected static Task Know<T>(Examination examination, string key, T fact) => examination.FactAsync(key, _ => Task.FromResult(fact), Cancel);
}
