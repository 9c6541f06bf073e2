using System.Net;
using System.Security.Cryptography.X509Certificates;
using Port143.Client.Doctor;

namespace Port143.Client.Tests.Doctor;

#pragma warning disable CA1416 // modes of files: these tests run where there are some
/// <summary>Each check of this machine with the fault that it is for, and without. The files of the system are made up.</summary>
public sealed class ServerCheckTests : ServerChecks
{
    [Fact]
    public async Task S01_mistakes_in_the_configuration()
    {
        Is(await RunAsync(Examine(f => f with { ConfigurationFindings = ["line 3: unknown key \"tls_cret\"", "line 5: no number"] }), "S01"), CheckStatus.Fail, "tls_cret");
        Is(await RunAsync(Examine(), "S01"), CheckStatus.Ok, "all defaults");
    }

    [Fact]
    public async Task S03_a_port_that_another_program_holds()
    {
        Listening("0.0.0.0", 143);
        Process(812, "dovecot", "socket:[77]");
        Is(await RunAsync(Examine(f => OnPort(f, 143)), "S03"), CheckStatus.Fail, "143 is held by dovecot (pid 812)");
        Is(await RunAsync(Examine(f => OnPort(f, 993)), "S03"), CheckStatus.Fail, "Nobody listens for imap (993)");
    }

    [Fact]
    public async Task S03_the_server_itself_holds_its_port()
    {
        Listening("0.0.0.0", 143);
        Process(900, "port143", "socket:[77]");
        Opens(900, Path.Combine(Data, "lock"), 6);
        Is(await RunAsync(Examine(f => OnPort(f, 143)), "S03"), CheckStatus.Ok, "143 by port143 (pid 900)");
    }

    [Fact]
    public async Task S04_a_server_for_loopback_alone()
    {
        Listening("127.0.0.1", 143);
        Is(await RunAsync(Examine(f => OnPort(f, 143)), "S04"), CheckStatus.Warn, "nobody outside can connect");
        Listening("0.0.0.0", 143);
        Is(await RunAsync(Examine(f => OnPort(f, 143)), "S04"), CheckStatus.Ok, "0.0.0.0:143");
    }

    [Theory]
    [InlineData("CapEff:\t0000000000000000\n", CheckStatus.Fail, "is not allowed to open port 143")]
    [InlineData("CapEff:\t0000000000000400\n", CheckStatus.Ok, "143 may be opened")]
    public async Task S08_the_right_to_open_low_ports(string status, CheckStatus expected, string words)
    {
        Put("/proc/self/status", "Name:\tx\n" + status);
        Put("/proc/sys/net/ipv4/ip_unprivileged_port_start", "1024\n");
        Is(await RunAsync(Examine(f => OnPort(f, 143)), "S08"), expected, words);
        Is(await RunAsync(Examine(f => OnPort(f, 1143)), "S08"), CheckStatus.Ok, "no low port");
    }

    [Fact]
    public async Task S09_certificate_files()
    {
        Is(await RunAsync(Examine(), "S09"), CheckStatus.Fail, "is not there");
        X509Certificate2 good = CertificateZoo.SelfSigned().TargetCertificate, other = CertificateZoo.SelfSigned().TargetCertificate;
        Pair(good, keyOf: other);
        Is(await RunAsync(Examine(), "S09"), CheckStatus.Fail, "does not belong to the certificate");
        Pair(CertificateZoo.Dated(-90, -2).TargetCertificate);
        Is(await RunAsync(Examine(), "S09"), CheckStatus.Fail, "ended on");
        Pair(CertificateZoo.Dated(-80, 5).TargetCertificate);
        Is(await RunAsync(Examine(), "S09"), CheckStatus.Warn, "renewal looks stuck");
        Pair(good);
        Is(await RunAsync(Examine(), "S09"), CheckStatus.Ok, "days left");
        File.SetUnixFileMode(Path.Combine(Data, "key.pem"), UnixFileMode.UserRead | UnixFileMode.OtherRead);
        Is(await RunAsync(Examine(), "S09"), CheckStatus.Fail, "Everybody on this machine can read the key");
    }

    [Fact]
    public async Task S10_the_certificate_in_use()
    {
        System.Net.Security.SslStreamCertificateContext inUse = CertificateZoo.Dated(-20, 40), newer = CertificateZoo.SelfSigned();
        await using FakeServer server = new FakeServer { ImplicitTls = true, Certificate = inUse }.Start();
        ServerFacts Facts(ServerFacts f) => f with { Listeners = [new ServerListener("imaps", IPAddress.Loopback, server.Port, null)] };
        Pair(newer.TargetCertificate);
        Is(await RunAsync(Examine(Facts), "S10"), CheckStatus.Warn, "A newer certificate is on disk but not in use");
        Pair(inUse.TargetCertificate);
        Is(await RunAsync(Examine(Facts), "S10"), CheckStatus.Ok, "CN=mail.example.org");
    }

    [Fact]
    public async Task S14_disks_that_fill_up()
    {
        Is(await RunAsync(Examine(f => f with { DataFolder = "/proc" }), "S14"), CheckStatus.Ok, "free");
        string? full = FullDisk.TryMount(Root);
        Assert.SkipWhen(full is null, "mounting a small disk needs the administrator");
        try
        {
            Is(await RunAsync(Examine(f => f with { DataFolder = full! }), "S14"), CheckStatus.Ok, "free");
            File.WriteAllBytes(Path.Combine(full!, "fill"), new byte[950 * 1024]);
            Is(await RunAsync(Examine(f => f with { DataFolder = full! }), "S14"), CheckStatus.Warn, "is filling up");
            FullDisk.Fill(full!);
            Is(await RunAsync(Examine(f => f with { DataFolder = full! }), "S14"), CheckStatus.Fail, "as good as full");
        }
        finally
        {
            FullDisk.Unmount(full!);
        }
    }

    [Theory]
    [InlineData("tmpfs /DATA tmpfs rw 0 0", CheckStatus.Fail, "will vanish when the machine stops")]
    [InlineData("overlay / overlay rw 0 0", CheckStatus.Fail, "will vanish with the container")]
    [InlineData("server:/mail /DATA nfs4 rw 0 0", CheckStatus.Warn, "over the network")]
    [InlineData("/dev/sda1 / ext4 ro,relatime 0 0", CheckStatus.Fail, "mounted read-only")]
    [InlineData("/dev/sda1 / ext4 rw,relatime 0 0", CheckStatus.Ok, "ext4 on /dev/sda1")]
    public async Task S16_file_systems(string mounts, CheckStatus status, string words)
    {
        Put("/proc/mounts", mounts.Replace("/DATA", Data, StringComparison.Ordinal) + "\n");
        Is(await RunAsync(Examine(), "S16"), status, words);
    }

    [Theory]
    [InlineData("1024", CheckStatus.Warn, "allows about 724 clients; 1000 are configured")]
    [InlineData("65536", CheckStatus.Ok, "65536")]
    [InlineData("unlimited", CheckStatus.Ok, "unlimited")]
    public async Task S17_open_files(string hard, CheckStatus status, string words)
    {
        Put("/proc/self/limits", $"Limit                     Soft Limit           Hard Limit           Units\nMax open files            1024                 {hard}                files\n");
        Is(await RunAsync(Examine(), "S17"), status, words);
    }

    [Fact]
    public async Task S18_memory()
    {
        Put("/proc/meminfo", "MemTotal:        8000000 kB\n");
        Is(await RunAsync(Examine(), "S18"), CheckStatus.Ok, "for 1,000 clients");
        Put("/sys/fs/cgroup/memory.max", "230000000\n");
        Is(await RunAsync(Examine(), "S18"), CheckStatus.Warn, "are enough for about");
    }

    [Fact]
    public async Task S19_the_kernels_tables()
    {
        Put("/proc/sys/net/core/somaxconn", "4096\n");
        Is(await RunAsync(Examine(), "S19"), CheckStatus.Ok, "somaxconn 4096");
        Put("/proc/sys/net/netfilter/nf_conntrack_count", "98000\n");
        Put("/proc/sys/net/netfilter/nf_conntrack_max", "100000\n");
        Is(await RunAsync(Examine(), "S19"), CheckStatus.Warn, "new clients are dropped silently");
        Put("/proc/sys/net/netfilter/nf_conntrack_count", "8\n");
        Put("/proc/sys/net/core/somaxconn", "128\n");
        Is(await RunAsync(Examine(), "S19"), CheckStatus.Warn, "(somaxconn) holds 128");
    }

    [Fact]
    public async Task S22_permissions()
    {
        Put("/data/directory.db", "x");
        Put("/data/port143.toml", "");
        Is(await RunAsync(Examine(), "S22"), CheckStatus.Ok, "others see nothing");
        File.SetUnixFileMode(Data, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute);
        Is(await RunAsync(Examine(), "S22"), CheckStatus.Fail, "can be read by everybody");
    }

    [Fact]
    public async Task The_whole_examination_of_this_machine_ends_in_time_and_throws_nothing()
    {
        Examination examination = Examine(f => f with { SystemRoot = "/" });
        DoctorReport report = await DoctorRunner.RunAsync(examination, DoctorChecks.Server, "this server", null, null, TestContext.Current.CancellationToken);
        Assert.True(report.Elapsed < TimeSpan.FromSeconds(15), $"{report.Elapsed}");
        Assert.All(report.Results, r => Assert.False(r.Finding.Evidence.ContainsKey("exception"), $"{r.Check.Id} {string.Join(';', r.Finding.Evidence.Values)}"));
    }
}
