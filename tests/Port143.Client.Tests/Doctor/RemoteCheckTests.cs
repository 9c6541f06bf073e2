using System.Net;
using System.Net.Security;
using Port143.Client.Doctor;
using Port143.Client.Doctor.Probes;

namespace Port143.Client.Tests.Doctor;

/// <summary>Each remote check with the fault that it is for, and without.</summary>
public sealed class RemoteCheckTests
{
    private const string Host = RemoteExamination.Host;

    private static FakeServer Plain(SslStreamCertificateContext? certificate = null, string? greeting = "* OK ready") =>
        new() { Certificate = certificate ?? CertificateZoo.SelfSigned(), Greeting = greeting };

    private static FakeServer Secure(SslStreamCertificateContext? certificate = null) =>
        new() { ImplicitTls = true, Certificate = certificate ?? CertificateZoo.SelfSigned() };

    private static void Is(Finding finding, CheckStatus status, string words)
    {
        Assert.True(finding.Status == status, $"{finding.Status}: {finding.Message} {finding.Cause} {string.Join("; ", finding.Evidence)}");
        Assert.Contains(words, finding.Message, StringComparison.Ordinal);
        if (status >= CheckStatus.Warn)
        {
            Assert.NotEmpty(finding.Remedies);
        }
    }

    [Theory]
    [InlineData(DnsOutcome.NoName, "does not exist in DNS")]
    [InlineData(DnsOutcome.TimedOut, "did not answer")]
    [InlineData(DnsOutcome.ServerFailed, "could not answer")]
    [InlineData(DnsOutcome.NoData, "has no address")]
    public async Task R01_a_name_without_an_address(DnsOutcome outcome, string words) =>
        Is(await RemoteExamination.Of(dns: new FakeResolver { Otherwise = outcome }).RunAsync("R01"), CheckStatus.Fail, words);

    [Fact]
    public async Task R01_finds_the_server_of_a_domain_by_SRV()
    {
        FakeResolver dns = new FakeResolver().Service("_imaps._tcp.example.org", Host, 993, 0).Address(Host, "127.0.0.1");
        Is(await RemoteExamination.Of(target: "someone@example.org", dns: dns).RunAsync("R01"), CheckStatus.Ok, "mail.example.org -> 127.0.0.1");
    }

    [Fact]
    public async Task R02_IPv6_that_is_published_and_dead()
    {
        await using FakeServer imaps = Secure().Start();
        FakeResolver both = new FakeResolver().Address(Host, "127.0.0.1", "::1");
        Is(await RemoteExamination.Of(imaps: imaps, dns: both).RunAsync("R02"), CheckStatus.Warn, "IPv6 is announced but does not answer");
        Is(await RemoteExamination.Of(imaps: imaps).RunAsync("R02"), CheckStatus.Ok, "no IPv6");
    }

    [Theory]
    [InlineData("127.0.1.1", CheckStatus.Fail, "every machine itself")]
    [InlineData("192.168.1.5", CheckStatus.Warn, "a private address")]
    [InlineData("100.64.0.9", CheckStatus.Warn, "behind a provider's NAT")]
    [InlineData("fd00::1", CheckStatus.Warn, "a private address")]
    [InlineData("198.51.100.7", CheckStatus.Ok, "1 public address")]
    public async Task R03_an_address_that_leads_nowhere(string address, CheckStatus status, string words) =>
        Is(await RemoteExamination.Of(dns: new FakeResolver().Address(Host, address)).RunAsync("R03"), status, words);

    [Fact]
    public async Task R04_service_records()
    {
        const string person = "a@example.org";
        Is(await RemoteExamination.Of(target: person, dns: new FakeResolver().Address("imap.example.org", "127.0.0.1")).RunAsync("R04"), CheckStatus.Warn, "No SRV record");
        FakeResolver swapped = new FakeResolver().Address(Host, "127.0.0.1").Service("_imaps._tcp.example.org", Host, 993, 10).Service("_imap._tcp.example.org", Host, 143, 0);
        Is(await RemoteExamination.Of(target: person, dns: swapped).RunAsync("R04"), CheckStatus.Warn, "SRV prefers 143 to 993");
        FakeResolver nowhere = new FakeResolver().Service("_imaps._tcp.example.org", "gone.example.org", 993, 0);
        Is(await RemoteExamination.Of(target: person, dns: nowhere).RunAsync("R04"), CheckStatus.Fail, "which has no address");
        FakeResolver alias = new FakeResolver().Service("_imaps._tcp.example.org", "m.example.org", 993, 0).Alias("m.example.org", Host, "127.0.0.1");
        Is(await RemoteExamination.Of(target: person, dns: alias).RunAsync("R04"), CheckStatus.Warn, "alias (CNAME)");
        FakeResolver none = new FakeResolver().Address("example.org", "127.0.0.1").Service("_imaps._tcp.example.org", "", 0, 0);
        Is(await RemoteExamination.Of(target: "example.org", dns: none).RunAsync("R04"), CheckStatus.Info, "there is no IMAP here");
        FakeResolver good = new FakeResolver().Address(Host, "127.0.0.1").Service("_imaps._tcp.example.org", Host, 993, 0);
        Is(await RemoteExamination.Of(target: person, dns: good).RunAsync("R04"), CheckStatus.Ok, "port 993");
    }

    [Fact]
    public async Task R06_a_closed_993_and_an_open_one()
    {
        await using FakeServer imaps = Secure().Start();
        Is(await RemoteExamination.Of().RunAsync("R06"), CheckStatus.Fail, "no program listens on this port");
        Is(await RemoteExamination.Of(imaps: imaps).RunAsync("R06"), CheckStatus.Ok, "open at 127.0.0.1");
    }

    [Fact]
    public async Task R07_a_closed_143_harms_nobody_where_993_works()
    {
        await using FakeServer imap = Plain().Start();
        await using FakeServer imaps = Secure().Start();
        Is(await RemoteExamination.Of(imaps: imaps).RunAsync("R07"), CheckStatus.Info, "That is fine");
        Is(await RemoteExamination.Of().RunAsync("R07"), CheckStatus.Fail, "no program listens");
        Is(await RemoteExamination.Of(imap, imaps).RunAsync("R07"), CheckStatus.Ok, "open");
    }

    [Fact]
    public async Task R08_an_open_585()
    {
        await using FakeServer old = Secure().Start();
        Is(await RemoteExamination.Of(change: o => o with { Ports = o.Ports with { Imaps585 = old.Port } }).RunAsync("R08"), CheckStatus.Info, "abandoned number");
        Is(await RemoteExamination.Of().RunAsync("R08"), CheckStatus.Ok, "not in use");
    }

    [Fact]
    public async Task R12_greetings_that_are_none_late_or_a_goodbye()
    {
        await using FakeServer silent = Plain(greeting: null).Start();
        Is(await RemoteExamination.Of(silent).RunAsync("R12"), CheckStatus.Fail, "says nothing");
        await using FakeServer late = new FakeServer { Certificate = CertificateZoo.SelfSigned(), BeforeGreeting = TimeSpan.FromSeconds(2.2) }.Start();
        Is(await RemoteExamination.Of(late).RunAsync("R12"), CheckStatus.Warn, "before its greeting");
        await using FakeServer full = Plain(greeting: "* BYE too many connections").Start();
        Is(await RemoteExamination.Of(full).RunAsync("R12"), CheckStatus.Fail, "sends clients away");
        await using FakeServer good = Plain().Start();
        Is(await RemoteExamination.Of(good).RunAsync("R12"), CheckStatus.Ok, "* OK ready");
    }

    [Theory]
    [InlineData("HTTP/1.1 400 Bad Request", "HTTP")]
    [InlineData("220 mail.example.org ESMTP", "SMTP")]
    [InlineData("SSH-2.0-OpenSSH_9.2", "SSH")]
    [InlineData("+OK POP3 ready", "POP3")]
    [InlineData("\"IMPLEMENTATION\" \"Dovecot Pigeonhole\" \"SIEVE\" \"Sieve\"", "ManageSieve")]
    public async Task R13_another_program_answers(string greeting, string name)
    {
        await using FakeServer other = Plain(greeting: greeting).Start();
        Is(await RemoteExamination.Of(other).RunAsync("R13"), CheckStatus.Fail, "speaks " + name);
        Is(await RemoteExamination.Of(other).RunAsync("R12"), CheckStatus.Fail, "is not IMAP");
    }

    [Fact]
    public async Task R14_TLS_begins_where_it_should_not()
    {
        await using FakeServer plain = Plain().Start();
        await using FakeServer secure = Secure().Start();
        Is(await RemoteExamination.Of(imaps: plain).RunAsync("R14"), CheckStatus.Fail, "talks plainly there");
        Is(await RemoteExamination.Of(imap: secure).RunAsync("R14"), CheckStatus.Fail, "encrypts at once");
        Is(await RemoteExamination.Of(plain, secure).RunAsync("R14"), CheckStatus.Ok, "143 by STARTTLS");
    }

    [Theory]
    [InlineData("Avast Mail Shield Root")]
    [InlineData("Fortinet CA")]
    public async Task R15_a_certificate_of_an_interceptor(string issuer)
    {
        await using FakeServer server = Secure(CertificateZoo.Intercepted(issuer)).Start();
        Is(await RemoteExamination.Of(imaps: server).RunAsync("R15"), CheckStatus.Fail, issuer);
        await using FakeServer good = Secure().Start();
        Is(await RemoteExamination.Of(imaps: good).RunAsync("R15"), CheckStatus.Ok, "none of the known");
    }

    [Fact]
    public async Task R16_and_R17_no_STARTTLS()
    {
        await using FakeServer without = new FakeServer { Capabilities = "IMAP4rev1 AUTH=PLAIN" }.Start();
        Is(await RemoteExamination.Of(without).RunAsync("R16"), CheckStatus.Fail, "offers no encryption");
        await using FakeServer masked = new FakeServer { Capabilities = "IMAP4rev1 XXXXXXXA LOGINDISABLED" }.Start();
        Is(await RemoteExamination.Of(masked).RunAsync("R17"), CheckStatus.Fail, "removes STARTTLS");
        await using FakeServer halfway = new FakeServer { Greeting = "* OK [CAPABILITY IMAP4rev1 STARTTLS] ready", Capabilities = "IMAP4rev1" }.Start();
        Is(await RemoteExamination.Of(halfway).RunAsync("R17"), CheckStatus.Fail, "The greeting offers STARTTLS and CAPABILITY does not");
        await using FakeServer imaps = Secure().Start();
        await using FakeServer barred = new FakeServer { Capabilities = "IMAP4rev1 LOGINDISABLED" }.Start();
        Is(await RemoteExamination.Of(barred, imaps).RunAsync("R17"), CheckStatus.Warn, "nobody can sign in there");
        await using FakeServer good = Plain().Start();
        Is(await RemoteExamination.Of(good).RunAsync("R16"), CheckStatus.Ok, "offered");
        Is(await RemoteExamination.Of(good).RunAsync("R17"), CheckStatus.Ok, "nothing says so");
    }

    [Fact]
    public async Task R18_handshakes_that_fail()
    {
        await using FakeServer refusing = new FakeServer { StartTlsReply = "NO [UNAVAILABLE] no certificate" }.Start();
        Is(await RemoteExamination.Of(refusing).RunAsync("R18"), CheckStatus.Fail, "offers STARTTLS and refuses it");
        await using FakeServer plain = Plain().Start();
        Is(await RemoteExamination.Of(imaps: plain).RunAsync("R18"), CheckStatus.Fail, "The TLS handshake");
        await using FakeServer good = Plain().Start();
        Is(await RemoteExamination.Of(good).RunAsync("R18"), CheckStatus.Ok, "TLS 1.3");
    }

    [Fact]
    public async Task R19_a_command_before_the_handshake_runs_after_it()
    {
        await using FakeServer bad = new FakeServer { Certificate = CertificateZoo.SelfSigned(), KeepsWhatCameBefore = true }.Start();
        Is(await RemoteExamination.Of(bad).RunAsync("R19"), CheckStatus.Fail, "executed after it");
        await using FakeServer good = Plain().Start();
        Is(await RemoteExamination.Of(good).RunAsync("R19"), CheckStatus.Ok, "not run");
    }

    [Fact]
    public async Task R20_and_R21_passwords_before_TLS()
    {
        // On loopback many servers allow it, so the finding is a remark there.
        await using FakeServer open = new FakeServer { Capabilities = "IMAP4rev1 STARTTLS AUTH=PLAIN", Certificate = CertificateZoo.SelfSigned(), SignIn = ["NO [AUTHENTICATIONFAILED] wrong"] }.Start();
        Is(await RemoteExamination.Of(open).RunAsync("R20"), CheckStatus.Info, "invites passwords before encryption");
        Is(await RemoteExamination.Of(open).RunAsync("R21"), CheckStatus.Info, "looks at a password");
        await using FakeServer good = Plain().Start();
        good.Replies["LOGIN"] = "NO [PRIVACYREQUIRED] not without TLS";
        Is(await RemoteExamination.Of(good).RunAsync("R20"), CheckStatus.Ok, "LOGINDISABLED");
        Is(await RemoteExamination.Of(good).RunAsync("R21"), CheckStatus.Ok, "PRIVACYREQUIRED");
    }

    [Fact]
    public async Task R22_chains()
    {
        await using FakeServer cut = Secure(CertificateZoo.Issued(withChain: false)).Start();
        Is(await RemoteExamination.Of(imaps: cut).RunAsync("R22"), CheckStatus.Fail, "The intermediate certificate is missing");
        await using FakeServer own = Secure(CertificateZoo.Issued(withChain: true)).Start();
        Is(await RemoteExamination.Of(imaps: own).RunAsync("R22"), CheckStatus.Fail, "leads to no authority");
        await using FakeServer self = Secure().Start();
        Is(await RemoteExamination.Of(imaps: self).RunAsync("R22"), CheckStatus.Warn, "self-signed");
    }

    [Fact]
    public async Task R23_another_name()
    {
        await using FakeServer other = Secure(CertificateZoo.SelfSigned("example.org")).Start();
        Is(await RemoteExamination.Of(imaps: other).RunAsync("R23"), CheckStatus.Fail, "is for example.org; you connect to mail.example.org");
        Is(await RemoteExamination.Of(imaps: other, target: "127.0.0.1").RunAsync("R23"), CheckStatus.Info, "you asked for the address");
        await using FakeServer good = Secure().Start();
        Is(await RemoteExamination.Of(imaps: good).RunAsync("R23"), CheckStatus.Ok, Host);
    }

    [Theory]
    [InlineData(-90, -2, CheckStatus.Fail, "ended on")]
    [InlineData(2, 90, CheckStatus.Fail, "not valid before")]
    [InlineData(-80, 5, CheckStatus.Warn, "renewal looks stuck")]
    [InlineData(-1, 60, CheckStatus.Ok, "days left")]
    public async Task R24_dates(int from, int until, CheckStatus status, string words)
    {
        await using FakeServer server = Secure(CertificateZoo.Dated(from, until)).Start();
        Is(await RemoteExamination.Of(imaps: server).RunAsync("R24"), status, words);
    }

    [Fact]
    public async Task R25_two_certificates()
    {
        SslStreamCertificateContext one = CertificateZoo.SelfSigned();
        await using FakeServer imaps = Secure(one).Start();
        await using FakeServer same = Plain(one).Start();
        await using FakeServer other = Plain(CertificateZoo.Dated(-40, 50)).Start();
        Is(await RemoteExamination.Of(other, imaps).RunAsync("R25"), CheckStatus.Warn, "shows another certificate");
        Is(await RemoteExamination.Of(same, imaps).RunAsync("R25"), CheckStatus.Ok, "on 2 ports");
    }

    [Fact]
    public async Task R26_a_short_key()
    {
        await using FakeServer server = Secure(CertificateZoo.ShortKey()).Start();
        Finding finding = await RemoteExamination.Of(imaps: server).RunAsync("R26");
        // The system's own policy may refuse it on one side or the other; then there is no certificate to look at.
        Assert.True(finding.Status is CheckStatus.Fail or CheckStatus.Skipped, finding.Message);
        await using FakeServer good = Secure().Start();
        Is(await RemoteExamination.Of(imaps: good).RunAsync("R26"), CheckStatus.Ok, "ECDSA 256 bits");
    }

    [Fact]
    public async Task R27_and_R28_versions_and_suites_of_a_current_server()
    {
        await using FakeServer good = Secure().Start();
        Is(await RemoteExamination.Of(imaps: good).RunAsync("R27"), CheckStatus.Ok, "TLS 1.2, TLS 1.3");
        Finding suites = await RemoteExamination.Of(imaps: good).RunAsync("R28");
        Assert.True(suites.Status is CheckStatus.Ok or CheckStatus.Warn, suites.Message); // the library's defaults still have CBC
    }

    [Fact]
    public async Task R29_records_about_certificates()
    {
        await using FakeServer server = Secure().Start();
        FakeResolver wrong = new FakeResolver().Address(Host, "127.0.0.1").Set("_993._tcp." + Host, DnsType.Tlsa, new DnsRecord(DnsType.Tlsa, "3 1 1 " + new string('0', 64)));
        Is(await RemoteExamination.Of(imaps: server, dns: wrong).RunAsync("R29"), CheckStatus.Warn, "for another certificate");
        await using FakeServer authority = Secure(CertificateZoo.Intercepted("Let's Encrypt R3")).Start();
        FakeResolver forbids = new FakeResolver().Address(Host, "127.0.0.1").Set("example.org", DnsType.Caa, new DnsRecord(DnsType.Caa, "0 issue \"digicert.com\""));
        Is(await RemoteExamination.Of(imaps: authority, dns: forbids).RunAsync("R29"), CheckStatus.Warn, "CAA forbids");
        Is(await RemoteExamination.Of(imaps: server).RunAsync("R29"), CheckStatus.Ok, "neither is published");
    }

    [Fact]
    public async Task R30_clients_without_a_server_name()
    {
        await using FakeServer two = new FakeServer { ImplicitTls = true, Certificate = CertificateZoo.SelfSigned(), CertificateWithoutName = CertificateZoo.SelfSigned("other.example.net") }.Start();
        Is(await RemoteExamination.Of(imaps: two).RunAsync("R30"), CheckStatus.Warn, "another domain's certificate");
        await using FakeServer good = Secure().Start();
        Is(await RemoteExamination.Of(imaps: good).RunAsync("R30"), CheckStatus.Ok, "same certificate");
    }

    [Fact]
    public async Task R31_the_application_protocol()
    {
        await using FakeServer strict = new FakeServer { ImplicitTls = true, Certificate = CertificateZoo.SelfSigned(), Alpn = [SslApplicationProtocol.Http2] }.Start();
        Is(await RemoteExamination.Of(imaps: strict).RunAsync("R31"), CheckStatus.Info, "refuses the application protocol");
        await using FakeServer knows = new FakeServer { ImplicitTls = true, Certificate = CertificateZoo.SelfSigned(), Alpn = [new SslApplicationProtocol("imap")] }.Start();
        Is(await RemoteExamination.Of(imaps: knows).RunAsync("R31"), CheckStatus.Ok, "agreed on");
    }

    [Fact]
    public async Task R32_a_server_that_thinks_long()
    {
        await using FakeServer slow = new FakeServer { ImplicitTls = true, Certificate = CertificateZoo.SelfSigned(), BeforeReply = TimeSpan.FromMilliseconds(300) }.Start();
        Is(await RemoteExamination.Of(imaps: slow).RunAsync("R32"), CheckStatus.Warn, "the server is slow, not the line");
        await using FakeServer good = Secure().Start();
        Is(await RemoteExamination.Of(imaps: good).RunAsync("R32"), CheckStatus.Ok, "for a command");
    }

    [Fact]
    public async Task R33_one_address_of_two_is_dead()
    {
        await using FakeServer server = Secure().Start();
        Is(await RemoteExamination.Of(imaps: server, dns: new FakeResolver().Address(Host, "127.0.0.1", "127.0.0.2")).RunAsync("R33"), CheckStatus.Warn, "127.0.0.2, one of 2 addresses");
        Is(await RemoteExamination.Of(imaps: server).RunAsync("R33"), CheckStatus.Ok, "there is one");
    }

    [Theory]
    [InlineData("NO [AUTHENTICATIONFAILED] invalid", "Wrong user or password")]
    [InlineData("NO [AUTHENTICATIONFAILED] this account needs a device password", "a password of its own for each device")]
    [InlineData("NO [UNAVAILABLE] busy", "down or busy")]
    [InlineData("NO [CONTACTADMIN] closed", "account is closed")]
    [InlineData("NO [LIMIT] too many connections", "too many connections")]
    [InlineData("NO too many failures, try again later", "Too many attempts")]
    [InlineData("NO [EXPIRED] old", "has expired")]
    public async Task R34_sign_ins_that_fail(string reply, string words)
    {
        await using FakeServer server = new FakeServer { ImplicitTls = true, Certificate = CertificateZoo.SelfSigned(), SignIn = [reply] }.Start();
        Is(await SignedIn(server).RunAsync("R34"), CheckStatus.Fail, words);
    }

    [Fact]
    public async Task R34_sends_no_password_without_TLS()
    {
        await using FakeServer server = new FakeServer { Capabilities = "IMAP4rev1 AUTH=PLAIN" }.Start();
        Finding finding = await RemoteExamination.Of(server, change: o => o with { SignIn = new SignInCredentials("a@example.org", "canary-password") }).RunAsync("R34");
        Is(finding, CheckStatus.Skipped, "the password was not sent");
        Assert.DoesNotContain("canary-password", server.Heard.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("AUTHENTICATE", server.Heard.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task R34_to_R36_a_sign_in_that_succeeds()
    {
        await using FakeServer server = Secure().Start();
        Examination examination = SignedIn(server, canary: true);
        Is(await examination.RunAsync("R34"), CheckStatus.Ok, "a@example.org signed in");
        Is(await examination.RunAsync("R35"), CheckStatus.Ok, "all of them");
        Is(await examination.RunAsync("R36"), CheckStatus.Ok, "new mail is told after");
        Assert.Contains("UID EXPUNGE 4", server.Heard.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task R35_a_server_without_IDLE()
    {
        await using FakeServer server = new FakeServer { ImplicitTls = true, Certificate = CertificateZoo.SelfSigned(), CapabilitiesSignedIn = "IMAP4rev1 UIDPLUS MOVE SPECIAL-USE CONDSTORE LITERAL+" }.Start();
        Is(await SignedIn(server).RunAsync("R35"), CheckStatus.Info, "No IDLE: new mail arrives only when the client asks");
    }

    [Fact]
    public async Task R36_IDLE_that_tells_nothing_and_a_mailbox_that_does_not_open()
    {
        await using FakeServer mute = new FakeServer { ImplicitTls = true, Certificate = CertificateZoo.SelfSigned(), TellsNews = false }.Start();
        Is(await SignedIn(mute, canary: true).RunAsync("R36"), CheckStatus.Warn, "IDLE did not report the new mail");
        await using FakeServer broken = Secure();
        broken.Replies["EXAMINE"] = "NO [SERVERBUG] index is corrupt";
        broken.Start();
        Is(await SignedIn(broken).RunAsync("R36"), CheckStatus.Fail, "EXAMINE fails after the sign-in");
    }

    [Fact]
    public async Task R37_a_connection_that_is_cut_when_idle()
    {
        await using FakeServer cuts = new FakeServer { ImplicitTls = true, Certificate = CertificateZoo.SelfSigned(), CutsIdle = true }.Start();
        Is(await SignedIn(cuts).RunAsync("R37"), CheckStatus.Warn, "The connection was cut after");
        await using FakeServer good = Secure().Start();
        var quick = new Port143.Client.Doctor.Checks.Remote.R37IdleLifetime { Hold = TimeSpan.FromMilliseconds(300) };
        Is(await quick.RunAsync(SignedIn(good), TestContext.Current.CancellationToken), CheckStatus.Ok, "the server spoke");
    }

    [Theory]
    [InlineData(-200, CheckStatus.Fail, "slow")]
    [InlineData(45, CheckStatus.Warn, "s fast")]
    [InlineData(0, CheckStatus.Ok, "within")]
    public async Task R38_the_clock(int seconds, CheckStatus status, string words)
    {
        using var web = new HttpListenerOnAnyPort();
        var time = new ShiftedTime(TimeSpan.FromSeconds(seconds));
        Examination examination = RemoteExamination.Of(
            target: "127.0.0.1", change: o => o with { Ports = o.Ports with { Https = web.Port } }, time: time);
        Is(await examination.RunAsync("R38"), status, words);
    }

    [Fact]
    public async Task R39_an_old_version()
    {
        await using FakeServer old = new FakeServer { ImplicitTls = true, Certificate = CertificateZoo.SelfSigned(), Greeting = "* OK Cyrus IMAP 3.4.1 server ready" }.Start();
        Is(await RemoteExamination.Of(imaps: old).RunAsync("R39"), CheckStatus.Warn, "CVE-2021-33582");
        await using FakeServer told = new FakeServer { ImplicitTls = true, Certificate = CertificateZoo.SelfSigned(), Id = "(\"name\" \"Dovecot\" \"version\" \"2.3.7\")" }.Start();
        Is(await RemoteExamination.Of(imaps: told).RunAsync("R39"), CheckStatus.Warn, "Dovecot 2.3.7 has known holes");
        await using FakeServer good = new FakeServer { ImplicitTls = true, Certificate = CertificateZoo.SelfSigned(), Greeting = "* OK Cyrus IMAP 3.12.3 server ready" }.Start();
        Is(await RemoteExamination.Of(imaps: good).RunAsync("R39"), CheckStatus.Ok, "none with well-known holes");
    }

    [Fact]
    public async Task R40_the_card_for_mail_programs()
    {
        await using FakeServer good = Secure().Start();
        Is(await RemoteExamination.Of(imaps: good).RunAsync("R40"), CheckStatus.Ok, "server mail.example.org, port");
        Is(await RemoteExamination.Of(change: o => o with { Ports = o.Ports with { Imaps = 465 } }).RunAsync("R40"), CheckStatus.Warn, "port 465");
    }

    [Theory]
    [InlineData("<clientConfig><emailProvider id=\"x\"><incomingServer type=\"imap\"><hostname>mail.example.org</hostname><port>143</port><socketType>plain</socketType></incomingServer></emailProvider></clientConfig>", CheckStatus.Warn, "sends passwords readable")]
    [InlineData("<clientConfig><emailProvider id=\"x\"><incomingServer type=\"imap\"><hostname>mail.example.org</hostname><port>993</port><socketType>STARTTLS</socketType></incomingServer></emailProvider></clientConfig>", CheckStatus.Warn, "993 goes with SSL")]
    [InlineData("<clientConfig><emailProvider id=\"x\"><incomingServer type=\"imap\"><hostname>mail.example.org</hostname><port>143</port><socketType>STARTTLS</socketType></incomingServer></emailProvider></clientConfig>", CheckStatus.Warn, "and that port is closed")]
    [InlineData("<clientConfig><emailProvider id=\"x\"><incomingServer type=\"imap\"><hostname>mail.example.org</hostname><port>993</port><socketType>SSL</socketType></incomingServer></emailProvider></clientConfig>", CheckStatus.Ok, "port 993 SSL")]
    [InlineData("<clientConfig>", CheckStatus.Warn, "cannot be read")]
    [InlineData(null, CheckStatus.Info, "No autoconfig")]
    public async Task R05_autoconfig(string? body, CheckStatus status, string words)
    {
        await using FakeServer imaps = Secure().Start();
        Examination examination = RemoteExamination.Of(
            imaps: imaps, target: "a@example.org", dns: new FakeResolver().Address(Host, "127.0.0.1").Service("_imaps._tcp.example.org", Host, 993, 0));
        foreach (string url in (string[])
            ["https://autoconfig.example.org/mail/config-v1.1.xml?emailaddress=a%40example.org", "https://example.org/.well-known/autoconfig/mail/config-v1.1.xml"])
        {
            await Know(examination, url, new WebAnswer(body is null ? 404 : 200, body, null, null));
        }
        Is(await examination.RunAsync("R05"), status, words);
    }

    [Theory]
    [InlineData(PortState.Filtered, PortState.Open, CheckStatus.Fail, "a network on the way blocks mail")]
    [InlineData(PortState.Filtered, PortState.Filtered, CheckStatus.Warn, "Nothing of this host answers")]
    [InlineData(PortState.Closed, PortState.Open, CheckStatus.Ok, "nothing says")]
    [InlineData(PortState.Open, PortState.Open, CheckStatus.Ok, "it does")]
    public async Task R09_where_packets_vanish(PortState mail, PortState web, CheckStatus status, string words)
    {
        Examination examination = RemoteExamination.Of();
        MailPorts ports = examination.Options.Ports;
        foreach ((int port, PortState state) in ((int, PortState)[])[(ports.Imap, mail), (ports.Imaps, mail), (ports.Smtp, mail), (ports.Https, web)])
        {
            var endpoint = new IPEndPoint(IPAddress.Loopback, port);
            await Know(examination, endpoint.ToString(), new PortReport(endpoint, state, TimeSpan.FromSeconds(1)));
        }
        Is(await examination.RunAsync("R09"), status, words);
    }

    [Fact]
    public async Task R10_and_R11_a_good_line_and_one_that_swallows_large_packets()
    {
        await using FakeServer good = Secure().Start();
        Is(await RemoteExamination.Of(imaps: good).RunAsync("R10"), CheckStatus.Ok, "none in 5 connections");
        Is(await RemoteExamination.Of(imaps: good).RunAsync("R11"), CheckStatus.Ok, "");
        await using FakeServer hole = new FakeServer { ImplicitTls = true, Certificate = CertificateZoo.SelfSigned(), SwallowsBeyond = 2000 }.Start();
        Is(await RemoteExamination.Of(imaps: hole).RunAsync("R11"), CheckStatus.Warn, "large ones disappear");
    }

    [Fact]
    public async Task The_whole_examination_ends_in_time()
    {
        await using FakeServer silent = Plain(greeting: null).Start();
        await using FakeServer imaps = Secure().Start();
        Examination examination = RemoteExamination.Of(silent, imaps, change: o => o with { IOwnThis = true });
        DoctorReport report = await DoctorRunner.RunAsync(examination, DoctorChecks.Remote, Host, null, null, TestContext.Current.CancellationToken);
        Assert.True(report.Elapsed < TimeSpan.FromSeconds(15), $"{report.Elapsed}");
        Assert.Equal(2, report.ExitCode());
        Assert.All(report.Results, r => Assert.False(r.Finding.Evidence.ContainsKey("exception"), $"{r.Check.Id} {string.Join(';', r.Finding.Evidence.Values)}"));
    }

    // A fact that need not be found out.
    private static Task Know<T>(Examination examination, string key, T fact) =>
        examination.FactAsync(key, _ => Task.FromResult(fact), TestContext.Current.CancellationToken);

    private static Examination SignedIn(FakeServer imaps, bool canary = false) => RemoteExamination.Of(
        imaps: imaps, change: o => o with { SignIn = new SignInCredentials("a@example.org", "pass word"), MayAppend = canary });

    private sealed class ShiftedTime(TimeSpan by) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + by;
    }

    private sealed class HttpListenerOnAnyPort : IDisposable
    {
        private readonly System.Net.Sockets.TcpListener _listener = new(IPAddress.Loopback, 0);

        public HttpListenerOnAnyPort()
        {
            _listener.Start();
            _ = Task.Run(async () =>
            {
                while (true)
                {
                    using System.Net.Sockets.TcpClient client = await _listener.AcceptTcpClientAsync();
                    byte[] request = new byte[4096];
                    try
                    {
                        if (await client.GetStream().ReadAsync(request) > 0)
                        {
                            string answer = $"HTTP/1.1 404 Not Found\r\nDate: {DateTimeOffset.UtcNow:R}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
                            await client.GetStream().WriteAsync(System.Text.Encoding.ASCII.GetBytes(answer));
                        }
                    }
                    catch (IOException)
                    {
                        // A probe of the port alone.
                    }
                }
            });
        }

        public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

        public void Dispose() => _listener.Stop();
    }
}
