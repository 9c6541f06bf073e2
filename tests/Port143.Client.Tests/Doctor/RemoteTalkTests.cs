using Port143.Client.Doctor;

namespace Port143.Client.Tests.Doctor;

/// <summary>The checks of what the server says, each with the fault that it is for, and without.</summary>
public sealed class RemoteTalkTests : RemoteChecks
{
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
    public async Task R20_and_R21_passwords_before_TLS()
    {
        // On loopback many servers allow it, so the finding is a remark there.
        await using FakeServer open = new FakeServer { Capabilities = "IMAP4rev1 STARTTLS AUTH=PLAIN", Certificate = CertificateZoo.SelfSigned(), SignIn = ["NO [AUTHENTICATIONFAILED] wrong"] }.Start();
        Is(await RemoteExamination.Of(open).RunAsync("R20"), CheckStatus.Info, "invites passwords before encryption");
        Is(await RemoteExamination.Of(open).RunAsync("R21"), CheckStatus.Info, "looks at a password");
        // Cyrus and Courier look, and have words of their own for it.
        await using FakeServer looks = new FakeServer { Certificate = CertificateZoo.SelfSigned(), SignIn = ["NO Login failed: authentication failure"] }.Start();
        Is(await RemoteExamination.Of(looks).RunAsync("R21"), CheckStatus.Info, "looks at a password");
        await using FakeServer layer = new FakeServer { Certificate = CertificateZoo.SelfSigned(), SignIn = ["NO Login only available under a layer"] }.Start();
        Is(await RemoteExamination.Of(layer).RunAsync("R21"), CheckStatus.Ok, "under a layer");
        await using FakeServer good = Plain().Start();
        good.Replies["LOGIN"] = "NO [PRIVACYREQUIRED] not without TLS";
        Is(await RemoteExamination.Of(good).RunAsync("R20"), CheckStatus.Ok, "LOGINDISABLED");
        Is(await RemoteExamination.Of(good).RunAsync("R21"), CheckStatus.Ok, "PRIVACYREQUIRED");
    }

    [Fact]
    public async Task R32_a_server_that_thinks_long()
    {
        await using FakeServer slow = new FakeServer { ImplicitTls = true, Certificate = CertificateZoo.SelfSigned(), BeforeReply = TimeSpan.FromMilliseconds(300) }.Start();
        Is(await RemoteExamination.Of(imaps: slow).RunAsync("R32"), CheckStatus.Warn, "the server is slow, not the line");
        await using FakeServer good = Secure().Start();
        Is(await RemoteExamination.Of(imaps: good).RunAsync("R32"), CheckStatus.Ok, "for a command");
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
        await using FakeServer packaged = new FakeServer { ImplicitTls = true, Certificate = CertificateZoo.SelfSigned(), Greeting = "* OK localhost Cyrus IMAP 3.6.1-Debian-3.6.1-4+deb12u4 server ready" }.Start();
        Is(await RemoteExamination.Of(imaps: packaged).RunAsync("R39"), CheckStatus.Info, "carries corrections under the old number");
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

    [Theory]
    [InlineData("* OK Dovecot ready.", "disable_plaintext_auth = yes", 1)]
    [InlineData("* OK server1 Cyrus IMAP 3.6.1 server ready", "allowplaintext: no", 1)]
    [InlineData("* OK Courier-IMAP ready.", "IMAP_TLS_REQUIRED=1", 1)]
    [InlineData("* OK ready", "cleartext_login = \"never\"", 4)]
    public async Task Settings_are_those_of_the_server_that_answers(string greeting, string command, int count)
    {
        await using FakeServer server = new FakeServer { Greeting = greeting, Capabilities = "IMAP4rev1 STARTTLS", Certificate = CertificateZoo.SelfSigned() }.Start();
        Finding finding = await RemoteExamination.Of(server).RunAsync("R20");
        Assert.Equal(count, finding.Remedies.Count);
        Assert.Contains(finding.Remedies, r => r.Command == command);
    }
}
