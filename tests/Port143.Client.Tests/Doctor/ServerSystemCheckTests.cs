using System.Net;
using System.Security.Cryptography.X509Certificates;
using Port143.Client.Doctor;
using Port143.Client.Doctor.Checks.Server;
using Port143.Client.Doctor.Probes;
using Port143.Storage.Inspection;

namespace Port143.Client.Tests.Doctor;

/// <summary>The checks that ask the operating system, each with the fault that it is for, and without.</summary>
public sealed class ServerSystemCheckTests : ServerChecks
{
    private const string GoodUnit = "LoadState=loaded\nActiveState=active\nResult=success\nNRestarts=0\nUser=port143\nNoNewPrivileges=yes\nProtectSystem=strict\nProtectHome=yes\nPrivateTmp=yes\nProtectKernelModules=yes\n";

    [Fact]
    public async Task S02_a_server_that_is_started_again_and_again()
    {
        Is(await RunAsync(Examine(), "S02"), CheckStatus.Skipped, "no unit");
        Commands.Say("systemctl", "LoadState=loaded\nActiveState=active\nResult=oom-kill\nNRestarts=7\n");
        Running();
        Is(await RunAsync(Examine(), "S02"), CheckStatus.Fail, "started again 7 times; last reason: out of memory");
        Commands.Say("systemctl", GoodUnit);
        Is(await RunAsync(Examine(), "S02"), CheckStatus.Ok, "port143 (pid 900)");
    }

    [Fact]
    public async Task S02_a_server_that_does_not_run()
    {
        Commands.Say("systemctl", "LoadState=loaded\nActiveState=failed\nResult=exit-code\nExecMainStatus=78\n");
        Is(await RunAsync(Examine(), "S02"), CheckStatus.Fail, "does not run; last reason: it ended with exit code 78");
    }

    [Fact]
    public async Task S05_ports_that_answer_on_loopback_only()
    {
        await using FakeServer server = new FakeServer { ImplicitTls = true, Certificate = CertificateZoo.SelfSigned() }.Start();
        ServerFacts On(ServerFacts f) => f with { Listeners = [new ServerListener("imaps", null, server.Port, null)] };
        Is(await RunAsync(Examine(On), "S05"), CheckStatus.Ok, "answers on 127.0.0.1");
        Is(await RunAsync(Examine(f => On(f) with { OwnAddresses = [IPAddress.Parse("127.0.0.9")] }), "S05"), CheckStatus.Warn, "and not on 127.0.0.9");
        Is(await RunAsync(Examine(f => OnPort(f, RemoteExamination.ClosedPort())), "S05"), CheckStatus.Fail, "does not answer from this machine itself");
        Pair(CertificateZoo.SelfSigned().TargetCertificate);
        FakeResolver dns = new FakeResolver().Address("mail.example.org", "192.0.2.77");
        Examination outside = Examine(On, dns);
        await Know(outside, $"192.0.2.77:{server.Port}", new PortReport(new IPEndPoint(IPAddress.Parse("192.0.2.77"), server.Port), PortState.Filtered, TimeSpan.FromSeconds(1)));
        Is(await RunAsync(outside, "S05"), CheckStatus.Warn, "not on its public address 192.0.2.77");
    }

    [Fact]
    public async Task S06_firewalls_that_keep_clients_out()
    {
        Is(await RunAsync(Examine(f => OnPort(f, 993)), "S06"), CheckStatus.Skipped, "neither nft nor iptables-save");
        Commands.Say("iptables-save", "*filter\n:INPUT DROP [0:0]\n-A INPUT -i lo -j ACCEPT\n-A INPUT -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT\n-A INPUT -p tcp -m tcp --dport 22 -j ACCEPT\nCOMMIT\n");
        Finding dropped = await RunAsync(Examine(f => OnPort(f, 993)), "S06");
        Is(dropped, CheckStatus.Fail, "drops new connections to 993");
        Assert.Equal("decided by the policy of INPUT", dropped.Cause);
        // Every port that is shut is told at once.
        Finding both = await RunAsync(Examine(f => f with { Listeners = [new ServerListener("imap", null, 143, null), new ServerListener("imaps", null, 993, null)] }), "S06");
        Is(both, CheckStatus.Fail, "drops new connections to 143");
        Assert.Contains("connections to 993", Assert.Single(both.Details), StringComparison.Ordinal);
        Assert.Equal(["iptables -I INPUT -p tcp --dport 143 -j ACCEPT", "iptables -I INPUT -p tcp --dport 993 -j ACCEPT"], both.Remedies.Select(r => r.Command));
        Commands.Say("ufw", "Status: active\n");
        Assert.Equal("ufw allow 993/tcp", (await RunAsync(Examine(f => OnPort(f, 993)), "S06")).Remedies[0].Command);
        Commands.Say("iptables-save", "*filter\n:INPUT DROP [0:0]\n:mail - [0:0]\n-A INPUT -p udp -j ACCEPT\n-A INPUT -j mail\n-A mail -p tcp -m multiport --dports 143,990:995 -j ACCEPT\nCOMMIT\n");
        Is(await RunAsync(Examine(f => OnPort(f, 993)), "S06"), CheckStatus.Ok, "ufw lets 993 in");
        Commands.Say("iptables-save", "*filter\n:INPUT ACCEPT [0:0]\n-A INPUT -s 10.0.0.0/8 -p tcp -m tcp --dport 993 -j ACCEPT\n-A INPUT -p tcp -m tcp --dport 993 -j REJECT --reject-with icmp-port-unreachable\nCOMMIT\n");
        Is(await RunAsync(Examine(f => OnPort(f, 993)), "S06"), CheckStatus.Info, "but for some clients");
    }

    [Theory]
    [InlineData("tcp dport 22 accept", "drop", CheckStatus.Fail)]
    [InlineData("tcp dport { 22, 143, 990-999 } accept", "drop", CheckStatus.Ok)]
    [InlineData("tcp dport 993 reject", "accept", CheckStatus.Fail)]
    [InlineData("ip saddr 10.0.0.0/8 tcp dport 993 accept", "drop", CheckStatus.Info)]
    [InlineData("iifname \"lo\" accept", "drop", CheckStatus.Fail)]
    [InlineData("ct state established,related accept", "drop", CheckStatus.Fail)]
    [InlineData("meta l4proto tcp tcp dport 1-1024 counter accept", "drop", CheckStatus.Ok)]
    public async Task S06_rules_as_nft_itself_tells_them(string rule, string policy, CheckStatus status)
    {
        using NetworkNamespace? space = NetworkNamespace.TryMake();
        Assert.SkipWhen(space is null, "network namespaces with nftables need the administrator");
        space!.Nft($"table ip filter {{\n chain input {{\n type filter hook input priority 0; policy {policy};\n {rule}\n }}\n}}\n");
        Examination examination = Examine(f => OnPort(f, 993) with { Commands = space.Commands });
        Is(await RunAsync(examination, "S06"), status, "");
    }

    [Fact]
    public async Task S07_blocked_in_front_of_the_machine()
    {
        Pair(CertificateZoo.SelfSigned().TargetCertificate);
        FakeResolver dns = new FakeResolver().Address("mail.example.org", "192.0.2.77");
        Examination examination = Examine(f => OnPort(f, 143), dns);
        IPAddress address = IPAddress.Parse("192.0.2.77");
        await Know(examination, "192.0.2.77:143", new PortReport(new IPEndPoint(address, 143), PortState.Filtered, TimeSpan.FromSeconds(1)));
        await Know(examination, "192.0.2.77:443", new PortReport(new IPEndPoint(address, 443), PortState.Open, TimeSpan.Zero));
        Is(await RunAsync(examination, "S07"), CheckStatus.Warn, "143 is not blocked on this machine, and blocked on its public address");
        Is(await RunAsync(Examine(f => OnPort(f, 143)), "S07"), CheckStatus.Skipped, "from this machine alone");
        Log("info Port143.SignIn/101: signed in: ip=198.51.100.7 listener=imap tls=True by=PLAIN account=\"a@example.org\"");
        Is(await RunAsync(Examine(f => OnPort(f, 143) with { LogFile = LogPath }), "S07"), CheckStatus.Ok, "clients from outside");
    }

    [Fact]
    public async Task S11_renewals_that_do_not_happen()
    {
        Pair(CertificateZoo.SelfSigned().TargetCertificate);
        Is(await RunAsync(Examine(), "S11"), CheckStatus.Info, "self-signed");
        Put("/data/etc/letsencrypt/live/x/cert.pem", CertificateZoo.Intercepted("Let's Encrypt R3").TargetCertificate.ExportCertificatePem());
        ServerFacts Managed(ServerFacts f) => f with { CertificateFile = Path.Combine(Data, "etc/letsencrypt/live/x/cert.pem") };
        Is(await RunAsync(Examine(Managed), "S11"), CheckStatus.Ok, "renewed in time");
        Commands.Say("systemctl", "LoadState=loaded\nActiveState=inactive\n");
        Is(await RunAsync(Examine(Managed), "S11"), CheckStatus.Warn, "timer of certbot is off");
        Put("/var/log/letsencrypt/letsencrypt.log", "2026-11-01 10:00:00,1:DEBUG:x:start\n2026-11-01 10:00:01,1:ERROR:certbot.log:Timeout during connect (likely firewall problem)\n");
        Is(await RunAsync(Examine(Managed), "S11"), CheckStatus.Warn, "The last renewal failed: Timeout during connect");
        Put("/var/log/letsencrypt/letsencrypt.log", "");
        Put("/data/etc/letsencrypt/live/x/cert.pem", CertificateZoo.IssuedDated(-9, 2).TargetCertificate.ExportCertificatePem());
        Is(await RunAsync(Examine(Managed), "S11"), CheckStatus.Warn, "overdue");
    }

    [Fact]
    public async Task S11_the_server_renews_by_itself()
    {
        CertificateRenewal renewal = new(["mail.example.org"], DateTimeOffset.UtcNow.AddDays(40), 0, "");
        ServerFacts Own(ServerFacts f) => f with { Renewal = renewal };
        Pair(CertificateZoo.SelfSigned().TargetCertificate);
        Is(await RunAsync(Examine(Own), "S11"), CheckStatus.Warn, "has not got a certificate yet");
        Pair(CertificateZoo.Intercepted("Let's Encrypt R3").TargetCertificate);
        Is(await RunAsync(Examine(Own), "S11"), CheckStatus.Ok, "the server renews it on");
        renewal = renewal with { Failures = 3, Error = "mail.example.org: proof by http-01 was refused" };
        Is(await RunAsync(Examine(Own), "S11"), CheckStatus.Warn, "could not renew its certificate: mail.example.org: proof by http-01");
        Pair(CertificateZoo.IssuedDated(-9, 2).TargetCertificate);
        Finding overdue = await RunAsync(Examine(f => Own(f) with { Renewal = renewal with { Failures = 0 } }), "S11");
        Is(overdue, CheckStatus.Warn, "overdue");
        Assert.Contains("port143 acme renew", overdue.Remedies[0].Command);
        Finding soon = await RunAsync(Examine(Own), "S09");
        Is(soon, CheckStatus.Warn, "renewal looks stuck");
        Assert.Contains("port143 acme renew", soon.Remedies[0].Command);
    }

    [Theory]
    [InlineData("/etc/ssl/openssl.cnf", "[x]\nMinProtocol = TLSv1.0\n", "The system allows TLSv1.0")]
    [InlineData("/etc/ssl/openssl.cnf", "CipherString = DEFAULT@SECLEVEL=0\n", "SECLEVEL below 2")]
    [InlineData("/etc/crypto-policies/state/current", "LEGACY\n", "LEGACY")]
    public async Task S12_weak_rules_of_the_system(string file, string text, string words)
    {
        await using FakeServer server = new FakeServer { ImplicitTls = true, Certificate = CertificateZoo.SelfSigned() }.Start();
        ServerFacts On(ServerFacts f) => f with { Listeners = [new ServerListener("imaps", IPAddress.Loopback, server.Port, null)] };
        Is(await RunAsync(Examine(On), "S12"), CheckStatus.Ok, "TLS 1.2 and later");
        Put(file, text);
        Is(await RunAsync(Examine(On), "S12"), CheckStatus.Warn, words);
    }

    [Fact]
    public async Task S15_disks_that_are_slow_or_do_not_write()
    {
        Is(await new S15SyncSpeed { Measure = (_, _) => new SyncSpeed(TimeSpan.FromMilliseconds(120), TimeSpan.FromMilliseconds(300), 17) }.RunAsync(Examine(), Cancel), CheckStatus.Warn, "Writing safely takes 120 ms");
        Is(await new S15SyncSpeed { Measure = (_, _) => new SyncSpeed(TimeSpan.FromMilliseconds(2), TimeSpan.FromMilliseconds(9), 200) }.RunAsync(Examine(), Cancel), CheckStatus.Ok, "2.00 ms");
        Is(await RunAsync(Examine(f => f with { DataFolder = "/proc/no" }), "S15"), CheckStatus.Skipped, "no file can be made");
        string? memory = FullDisk.TryMount(Root);
        Assert.SkipWhen(memory is null, "mounting a disk in memory needs the administrator");
        try
        {
            Finding finding = await RunAsync(Examine(f => f with { DataFolder = memory! }), "S15");
            Is(finding, CheckStatus.Warn, "this disk does not really write");
            Assert.Empty(Directory.GetFiles(memory!));
        }
        finally
        {
            FullDisk.Unmount(memory!);
        }
    }

    [Fact]
    public async Task S14_a_disk_without_room_for_more_files()
    {
        string? disk = FullDisk.TryMount(Root, "size=8m,nr_inodes=40");
        Assert.SkipWhen(disk is null, "mounting a small disk needs the administrator");
        try
        {
            for (int i = 0; i < 38; i++)
            {
                await File.WriteAllTextAsync(Path.Combine(disk!, $"{i}"), "", Cancel);
            }
            Is(await RunAsync(Examine(f => f with { DataFolder = disk! }), "S14"), CheckStatus.Warn, "more files");
        }
        finally
        {
            FullDisk.Unmount(disk!);
        }
    }

    [Fact]
    public async Task S20_a_clock_that_nobody_keeps()
    {
        Is(await RunAsync(Examine(f => f with { Clock = () => new KernelClock(false, TimeSpan.Zero) }), "S20"), CheckStatus.Warn, "not synchronised");
        Is(await RunAsync(Examine(f => f with { Clock = () => new KernelClock(true, TimeSpan.FromSeconds(8)) }), "S20"), CheckStatus.Warn, "may be 8.0 s wrong");
        Is(await RunAsync(Examine(), "S20"), CheckStatus.Ok, "within 5 ms");
    }

    [Fact]
    public async Task S21_memory_that_may_reach_a_disk()
    {
        Running();
        Put("/proc/900/limits", "Max core file size        unlimited            unlimited            bytes\n");
        Is(await RunAsync(Examine(), "S21"), CheckStatus.Info, "A core dump of the server");
        Put("/proc/900/limits", "Max core file size        0                    0                    bytes\n");
        Is(await RunAsync(Examine(), "S21"), CheckStatus.Ok, "neither");
        Put("/proc/swaps", "Filename Type Size Used Priority\n/dev/sda2 partition 999 0 -2\n");
        Is(await RunAsync(Examine(), "S21"), CheckStatus.Info, "/dev/sda2");
    }

    [Fact]
    public async Task S23_two_servers_on_one_folder()
    {
        Directory.CreateDirectory(Path.Combine(Root, "proc", "1"));
        Is(await RunAsync(Examine(), "S23"), CheckStatus.Ok, "nobody");
        Running();
        Is(await RunAsync(Examine(), "S23"), CheckStatus.Ok, "port143 (pid 900)");
        Process(77, "rsync", Path.Combine(Data, "directory.db"));
        Is(await RunAsync(Examine(), "S23"), CheckStatus.Info, "rsync (pid 77)");
        Process(991, "port143", Path.Combine(Data, "lock"));
        Is(await RunAsync(Examine(), "S23"), CheckStatus.Fail, "Two servers use this data");
    }

    [Fact]
    public async Task S30_a_server_that_is_slow_from_inside()
    {
        await using FakeServer slow = new FakeServer { BeforeReply = TimeSpan.FromMilliseconds(300), Capabilities = "IMAP4rev1" }.Start();
        Put("/proc/pressure/io", "some avg10=70.00 avg60=62.50 avg300=9.00 total=1\n");
        Finding finding = await RunAsync(Examine(f => OnPort(f, slow.Port)), "S30");
        Is(finding, CheckStatus.Warn, "A command that does nothing takes 3");
        Assert.Contains("waited for the disk during 6", finding.Cause!, StringComparison.Ordinal);
        await using FakeServer good = new FakeServer { Capabilities = "IMAP4rev1" }.Start();
        Is(await RunAsync(Examine(f => OnPort(f, good.Port)), "S30"), CheckStatus.Warn, "Tasks waited for the disk");
        Put("/proc/pressure/io", "some avg10=0.00 avg60=0.50 avg300=9.00 total=1\n");
        Is(await RunAsync(Examine(f => OnPort(f, good.Port)), "S30"), CheckStatus.Ok, "ms for a command");
        Is(await RunAsync(Examine(f => OnPort(f, RemoteExamination.ClosedPort())), "S30"), CheckStatus.Fail, "does not answer");
    }

    [Fact]
    public async Task S31_mail_that_does_not_come_in()
    {
        await using FakeServer lmtp = new FakeServer { Greeting = "220 here LMTP\r\n250 hello" }.Start();
        ServerFacts On(ServerFacts f) => f with { Listeners = [new ServerListener("lmtp", IPAddress.Loopback, lmtp.Port, null)] };
        Is(await RunAsync(Examine(On), "S31"), CheckStatus.Ok, "Postfix is not on this machine");
        Commands.Say("postconf", "virtual_transport = virtual\nmailbox_transport =\nlocal_transport = local:x\n");
        Is(await RunAsync(Examine(On), "S31"), CheckStatus.Fail, "Postfix does not hand mail to Port143");
        Commands.Say("postconf", "virtual_transport = lmtp:inet:127.0.0.1:2424\nvirtual_mailbox_domains = example.org\n");
        Is(await RunAsync(Examine(On), "S31"), CheckStatus.Fail, "hands its mail to lmtp:inet:127.0.0.1:2424, and the server is at");
        Commands.Say("postconf", $"virtual_transport = lmtp:inet:127.0.0.1:{lmtp.Port}\nvirtual_mailbox_domains =\n");
        Is(await RunAsync(Examine(On), "S31"), CheckStatus.Warn, "knows no domain");
        Commands.Say("postconf", $"virtual_transport = lmtp:inet:127.0.0.1:{lmtp.Port}\nvirtual_mailbox_domains = example.org\n");
        Is(await RunAsync(Examine(On), "S31"), CheckStatus.Ok, "lmtp:inet");
        Is(await RunAsync(Examine(f => f with { Listeners = [new ServerListener("lmtp", null, 0, Path.Combine(Root, "no-socket"))] }), "S31"), CheckStatus.Fail, "Nobody answers in LMTP");
    }

    [Fact]
    public async Task S32_a_name_that_is_another_address_here()
    {
        Pair(CertificateZoo.SelfSigned().TargetCertificate);
        FakeResolver dns = new FakeResolver().Address("mail.example.org", "198.51.100.7");
        Is(await RunAsync(Examine(dns: dns), "S32"), CheckStatus.Ok, "mail.example.org -> 198.51.100.7");
        Put("/etc/hosts", "127.0.1.1 host mail.example.org # made by the installer\n");
        Is(await RunAsync(Examine(dns: dns), "S32"), CheckStatus.Warn, "Here mail.example.org is 127.0.1.1, in DNS 198.51.100.7");
        Put("/etc/hosts", "");
        Is(await RunAsync(Examine(dns: new FakeResolver().Address("mail.example.org", "10.0.0.5")), "S32"), CheckStatus.Warn, "is 10.0.0.5 as this machine's DNS says");
    }

    [Fact]
    public async Task S33_a_fail2ban_that_does_not_watch()
    {
        Is(await RunAsync(Examine(), "S33"), CheckStatus.Ok, "does not run");
        Commands.Say("fail2ban-client", "Status\n|- Number of jail:\t1\n`- Jail list:\tsshd\n");
        Is(await RunAsync(Examine(), "S33"), CheckStatus.Info, "no jail for Port143");
        Commands.Say("fail2ban-client", "`- Jail list:\tsshd, port143\n");
        Is(await RunAsync(Examine(), "S33"), CheckStatus.Ok, "has a jail");
    }

    [Fact]
    public async Task S35_a_library_that_was_replaced()
    {
        Running();
        Put("/proc/900/maps", "7f00-7f01 r-xp 00000000 08:01 5 /usr/lib/x86_64-linux-gnu/libssl.so.3\n7f02-7f03 rw-s 0 0 6 /memfd:x (deleted)\n");
        Is(await RunAsync(Examine(), "S35"), CheckStatus.Ok, "installed");
        Put("/proc/900/maps", "7f00-7f01 r-xp 00000000 08:01 5 /usr/lib/x86_64-linux-gnu/libssl.so.3 (deleted)\n");
        Is(await RunAsync(Examine(), "S35"), CheckStatus.Warn, "libssl.so.3 was updated");
    }

    [Fact]
    public async Task S36_a_unit_without_protection()
    {
        Commands.Say("systemctl", GoodUnit);
        Is(await RunAsync(Examine(), "S36"), CheckStatus.Ok, "as the shipped unit");
        Commands.Say("systemctl", GoodUnit.Replace("ProtectSystem=strict", "ProtectSystem=no", StringComparison.Ordinal));
        Is(await RunAsync(Examine(), "S36"), CheckStatus.Info, "lacks 1 of 5");
        Commands.Say("systemctl", GoodUnit.Replace("User=port143", "User=root", StringComparison.Ordinal));
        Is(await RunAsync(Examine(), "S36"), CheckStatus.Warn, "runs as root");
    }

    [Fact]
    public async Task S37_all_clients_under_one_address()
    {
        Put("/proc/net/route", "Iface\tDestination\tGateway\neth0\t00000000\t010011AC\n");
        Log([.. Enumerable.Range(0, 25).Select(i => "info Port143.SignIn/101: signed in: ip=172.17.0.1 listener=imaps tls=True by=PLAIN account=\"a@example.org\"")]);
        Is(await RunAsync(Examine(f => f with { LogFile = LogPath }), "S37"), CheckStatus.Warn, "All 25 sign-ins came from 172.17.0.1");
        Log([.. Enumerable.Range(0, 25).Select(i => $"info Port143.SignIn/101: signed in: ip=198.51.100.{i % 5} listener=imaps tls=True by=PLAIN account=\"a@example.org\"")]);
        Is(await RunAsync(Examine(f => f with { LogFile = LogPath }), "S37"), CheckStatus.Ok, "5 different ones");
    }
}
