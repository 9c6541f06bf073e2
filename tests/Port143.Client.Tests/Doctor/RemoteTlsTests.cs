using System.Net.Security;
using Port143.Client.Doctor;

namespace Port143.Client.Tests.Doctor;

/// <summary>The checks of TLS and certificates, each with the fault that it is for, and without.</summary>
public sealed class RemoteTlsTests : RemoteChecks
{
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
}
