using System.Net;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Logging;
using Port143.Server.Control;
using Port143.Server.Tls;
using Port143.Server.Tls.Acme;

namespace Port143.Server.Tests.Tls.Acme;

public sealed class AcmeRenewalTests
{
    private static readonly string[] Names = ["imap.port143.test", "mail.port143.test"];

    [Theory]
    [InlineData(AcmeChallenge.Http)]
    [InlineData(AcmeChallenge.TlsAlpn)]
    [InlineData(AcmeChallenge.Dns)]
    public async Task A_certificate_is_got_and_taken_up_while_the_server_serves(AcmeChallenge challenge)
    {
        await using TestServer server = await TestServer.StartAsync();
        await using Pebble pebble = await Pebble.StartAsync(server.ImapsPort);
        Assert.True(server.Certificates.IsSelfSigned);
        await using (AcmeRenewal renewal = Make(server, pebble, challenge))
        {
            renewal.Start();
            await UntilAsync(() => !server.Certificates.IsSelfSigned, server);
        }
        X509Certificate2 certificate = server.Certificates.Current.TargetCertificate;
        Assert.Equal(Names, CertificateNames.NamesOf(certificate));
        Assert.NotEmpty(server.Certificates.Current.IntermediateCertificates);
        using TestClient client = await TestClient.ConnectAsync("127.0.0.1", server.ImapsPort);
        await client.StartTlsAsync();
        Assert.Equal(certificate.RawData, client.ServerCertificate);
        UnixFileMode owner = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        foreach (string file in (string[])["cert.pem", "key.pem", "acme-account.pem"])
        {
            Assert.True(OperatingSystem.IsWindows() || owner == File.GetUnixFileMode(Path.Combine(server.Folder, "tls", file)));
        }
        Assert.Empty(Directory.GetFiles(Path.Combine(server.Folder, "tls"), "*.new"));
    }

    [Fact]
    public async Task A_restart_finds_the_certificate_and_asks_for_none_until_it_is_due()
    {
        await using TestServer server = await TestServer.StartAsync();
        await using Pebble pebble = await Pebble.StartAsync(server.ImapsPort);
        await using (AcmeRenewal renewal = Make(server, pebble, AcmeChallenge.TlsAlpn))
        {
            AcmeState state = await renewal.TryAsync(AcmeState.None("x"));
            Assert.Equal("", state.Error);
        }
        string first = server.Certificates.Fingerprint;
        int asked = server.Logs.Count("acme_begun");
        await using (AcmeRenewal renewal = Make(server, pebble, AcmeChallenge.TlsAlpn))
        {
            renewal.Start();
            await Task.Delay(1000);
            Assert.Equal(asked, server.Logs.Count("acme_begun"));
            // Renewal, when it is due, is the same order again, by the same account and for the same key.
            await renewal.TryAsync(AcmeState.None("x"));
        }
        Assert.NotEqual(first, server.Certificates.Fingerprint);
    }

    [Fact]
    public async Task An_order_that_fails_leaves_the_certificate_and_is_remembered_over_a_restart()
    {
        await using TestServer server = await TestServer.StartAsync();
        await using Pebble pebble = await Pebble.StartAsync(server.ImapsPort);
        string first = server.Certificates.Fingerprint;
        // The authority looks for http-01 on another port than ours.
        AcmeOptions wrong = Options(pebble, AcmeChallenge.Http) with { Http = ListenAddress.Tcp(IPAddress.Loopback, 0) };
        await using (var renewal = new AcmeRenewal(wrong, server.Folder, server.Certificates, TimeProvider.System, server.Logs.CreateLogger<AcmeRenewal>()))
        {
            renewal.Start();
            await UntilAsync(() => server.Logs.Count("acme_failed") == 1, server);
        }
        AcmeState state = AcmeState.Read(Path.Combine(server.Folder, "tls"), AcmeRenewal.Describe(wrong));
        Assert.Equal(1, state.Failures);
        Assert.Contains("by http-01 was refused", state.Error);
        Assert.InRange(state.Next - DateTimeOffset.UtcNow, TimeSpan.FromMinutes(3), TimeSpan.FromMinutes(6));
        Assert.Equal(first, server.Certificates.Fingerprint);
        await using (var again = new AcmeRenewal(wrong, server.Folder, server.Certificates, TimeProvider.System, server.Logs.CreateLogger<AcmeRenewal>()))
        {
            again.Start();
            await Task.Delay(500);
        }
        Assert.Equal(1, server.Logs.Count("acme_failed"));
        // After a failure the staging directory is asked first, and only its certificate opens the way to the real one.
        AcmeOptions right = Options(pebble, AcmeChallenge.TlsAlpn) with { Staging = pebble.Directory + "#staging" };
        await using (var repaired = new AcmeRenewal(right, server.Folder, server.Certificates, TimeProvider.System, server.Logs.CreateLogger<AcmeRenewal>()))
        {
            AcmeState done = await repaired.TryAsync(state);
            Assert.Equal((0, ""), (done.Failures, done.Error));
        }
        Assert.Single(server.Logs.Lines, l => l.Text.Contains("#staging", StringComparison.Ordinal));
        Assert.False(server.Certificates.IsSelfSigned);
    }

    [Fact]
    public async Task A_stop_in_the_middle_of_an_order_is_no_failure_and_the_next_start_gets_the_certificate()
    {
        await using TestServer server = await TestServer.StartAsync();
        await using Pebble pebble = await Pebble.StartAsync(server.ImapsPort);
        for (int i = 0; i < 4; i++)
        {
            await using AcmeRenewal cut = Make(server, pebble, AcmeChallenge.TlsAlpn);
            cut.Start();
            await Task.Delay(40 * i);
        }
        Assert.Equal(0, server.Logs.Count("acme_failed"));
        await using AcmeRenewal renewal = Make(server, pebble, AcmeChallenge.TlsAlpn);
        renewal.Start();
        await UntilAsync(() => !server.Certificates.IsSelfSigned, server);
    }

    [Fact]
    public async Task A_renewal_can_be_asked_for_at_any_time()
    {
        await using TestServer server = await TestServer.StartAsync();
        await using Pebble pebble = await Pebble.StartAsync(server.ImapsPort);
        CancellationToken cancel = TestContext.Current.CancellationToken;
        using (System.Text.Json.JsonDocument? nothing = await ControlClient.RenewAsync(server.Folder, "test", cancel))
        {
            Assert.Equal(System.Text.Json.JsonValueKind.False, nothing!.RootElement.ValueKind);
        }
        await using AcmeRenewal renewal = Make(server, pebble, AcmeChallenge.TlsAlpn);
        renewal.Start();
        await UntilAsync(() => !server.Certificates.IsSelfSigned, server);
        string first = server.Certificates.Fingerprint;
        using (System.Text.Json.JsonDocument? renewed = await ControlClient.RenewAsync(server.Folder, "test", cancel))
        {
            Assert.Equal("", renewed!.RootElement.GetString());
        }
        Assert.NotEqual(first, server.Certificates.Fingerprint);
        AcmeStatus status = AcmeStatus.Read(Options(pebble, AcmeChallenge.TlsAlpn), server.Folder);
        Assert.Equal((0, "", false), (status.Failures, status.Error, status.IsSelfSigned));
        Assert.Equal(Names, status.Names);
        Assert.InRange(status.Due - DateTimeOffset.UtcNow, TimeSpan.FromDays(50), TimeSpan.FromDays(61));
    }

    [Fact]
    public void A_certificate_is_due_at_two_thirds_of_its_life_or_a_little_before()
    {
        (string pem, _) = LoopbackCertificate.Make("imap.port143.test");
        using X509Certificate2 own = X509Certificate2.CreateFromPem(pem);
        Assert.Equal(DateTimeOffset.MinValue, AcmeRenewal.DueAt(own, ["imap.port143.test"]));

        using var authority = System.Security.Cryptography.ECDsa.Create(System.Security.Cryptography.ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=x", authority, System.Security.Cryptography.HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("imap.port143.test");
        request.CertificateExtensions.Add(names.Build());
        var begin = new DateTimeOffset(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);
        using X509Certificate2 issued = request.Create(
            new X500DistinguishedName("CN=authority"), X509SignatureGenerator.CreateForECDsa(authority), begin, begin.AddDays(90), [1, 2, 3]);
        Assert.InRange(AcmeRenewal.DueAt(issued, ["imap.port143.test"]), begin.AddDays(57), begin.AddDays(60));
        Assert.Equal(DateTimeOffset.MinValue, AcmeRenewal.DueAt(issued, ["other.port143.test"]));
    }

    private static AcmeOptions Options(Pebble pebble, AcmeChallenge challenge) => new()
    {
        Names = Names, Email = "postmaster@port143.test", Challenge = challenge, Directory = pebble.Directory, Ca = pebble.Ca,
        Http = ListenAddress.Tcp(IPAddress.Loopback, pebble.HttpPort), DnsHook = pebble.DnsHook,
    };

    private static AcmeRenewal Make(TestServer server, Pebble pebble, AcmeChallenge challenge) =>
        new(Options(pebble, challenge), server.Folder, server.Certificates, TimeProvider.System, server.Logs.CreateLogger<AcmeRenewal>());

    private static async Task UntilAsync(Func<bool> condition, TestServer server)
    {
        for (int i = 0; i < 300 && !condition(); i++)
        {
            await Task.Delay(100);
        }
        Assert.True(condition(), string.Join('\n', server.Logs.Lines.Select(l => l.Text)));
    }
}
