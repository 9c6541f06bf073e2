using Port143.Client.Doctor;

namespace Port143.Client.Tests.Doctor;

/// <summary>The checks of the sign-in and what comes after it, each with the fault that it is for, and without.</summary>
public sealed class RemoteSignInTests : RemoteChecks
{
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
    public async Task R34_a_slow_sign_in_and_one_that_is_slowed_down()
    {
        await using FakeServer slow = new FakeServer { ImplicitTls = true, Certificate = CertificateZoo.SelfSigned(), BeforeSignIn = TimeSpan.FromSeconds(2.2) }.Start();
        Finding finding = await SignedIn(slow).RunAsync("R34");
        Is(finding, CheckStatus.Warn, "The server took 2.");
        Assert.Contains("greeting", finding.Message, StringComparison.Ordinal);
        await using FakeServer wrong = new FakeServer { ImplicitTls = true, Certificate = CertificateZoo.SelfSigned(), BeforeSignIn = TimeSpan.FromSeconds(2.2), SignIn = ["NO Login failed."] }.Start();
        finding = await SignedIn(wrong).RunAsync("R34");
        Is(finding, CheckStatus.Fail, "Wrong user or password");
        Assert.Contains("slows wrong passwords down", Assert.Single(finding.Details), StringComparison.Ordinal);
    }

    // Courier with Debian's settings: IDLE looks every minute. The sign-in is known long before that is.
    [Fact]
    public async Task R34_does_not_wait_for_IDLE_and_no_canary_stays()
    {
        await using FakeServer mute = new FakeServer { ImplicitTls = true, Certificate = CertificateZoo.SelfSigned(), TellsNews = false }.Start();
        Examination examination = SignedIn(mute, canary: true);
        var watch = System.Diagnostics.Stopwatch.StartNew();
        Is(await examination.RunAsync("R34"), CheckStatus.Ok, "signed in");
        Is(await examination.RunAsync("R44"), CheckStatus.Ok, "INBOX has 3");
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(3.5), $"{watch.Elapsed}");
        // Interrupted in the middle of it, the examination takes its message away before it ends.
        using var interrupt = new CancellationTokenSource();
        Examination second = SignedIn(mute, canary: true);
        Task<DoctorReport> running = DoctorRunner.RunAsync(second, DoctorChecks.Remote, Host, null, null, interrupt.Token);
        for (int i = 0; i < 200 && !mute.HasHeard("APPEND", 2); i++)
        {
            await Task.Delay(50, Cancel);
        }
        await interrupt.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
        Assert.True(mute.HasHeard("UID EXPUNGE 4", 1), mute.Heard.ToString());
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
}
