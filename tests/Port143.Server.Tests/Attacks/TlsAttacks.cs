using System.Diagnostics;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;

namespace Port143.Server.Tests.Attacks;

/// <summary>Attacks on TLS and STARTTLS. The names are those of the catalogue that the project works from.</summary>
[Collection(AttackCollection.Name)]
public sealed class TlsAttacks(AttackTarget target)
{
    [Theory]
    [InlineData("a STARTTLS\r\nb NOOP\r\n")]
    [InlineData("a starttls\r\n\r\n")]
    [InlineData("a STARTTLS\r\nb")]
    [InlineData("a STARTTLS\r\nb LOGIN user {20}\r\n")]
    public Task A01_CommandsBehindStartTlsAreNeverAnswered(string injected) => target.SurvivesAsync(async () =>
    {
        int before = target.Server.Logs.Count("starttls_injection");
        using TestClient client = await target.ConnectAsync();
        await client.SendAsync(injected);
        List<string> answers = await client.ReadToEndAsync();
        Assert.DoesNotContain(answers, a => a.StartsWith('b'));
        Assert.Equal(before + 1, target.Server.Logs.Count("starttls_injection"));
    });

    [Fact]
    public Task A02_NorThoseThatComeALittleLater() => target.SurvivesAsync(async () =>
    {
        for (int i = 0; i < 50; i++)
        {
            using TestClient client = await target.ConnectAsync();
            await client.SendAsync("a STARTTLS\r\n");
            if (i % 2 == 0)
            {
                await Task.Delay(i % 7);
            }
            try
            {
                foreach (char c in "b NOOP\r\n")
                {
                    await client.SendAsync(c.ToString());
                }
            }
            catch (IOException)
            {
                // closed already
            }
            Assert.DoesNotContain(await client.ReadToEndAsync(), answer => answer.StartsWith('b'));
        }
    });

    [Theory]
    [InlineData("a STARTTLS \r\n")]
    [InlineData("a STARTTLS\n")]
    [InlineData("a STARTTLS x\r\n")]
    [InlineData("{3}\r\nSTARTTLS\r\n")]
    [InlineData("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa STARTTLS\r\n")]
    public Task A03_OddSpellingsAreBad(string line) => target.SurvivesAsync(async () =>
    {
        using TestClient client = await target.ConnectAsync();
        await client.SendAsync(line);
        string? answer = await client.ReadAsync();
        Assert.Contains(" BAD ", answer!.StartsWith('+') ? await client.ReadAsync() : answer, StringComparison.Ordinal);
    });

    [Fact]
    public Task A04_AnUnfinishedCommandIsForgottenWithTheConnection() => target.SurvivesAsync(async () =>
    {
        int before = target.Server.Logs.Count("starttls_injection");
        using TestClient client = await target.ConnectAsync();
        await client.SendAsync("a STARTTLS\r\nb LOGIN thief {200}\r\n");
        Assert.DoesNotContain(await client.ReadToEndAsync(), a => a.StartsWith('+') || a.StartsWith('b'));
        Assert.Equal(before + 1, target.Server.Logs.Count("starttls_injection"));
        using TestClient victim = await target.SignInAsync();
        await victim.OkAsync("NOOP");
    });

    [Fact]
    public Task A05_StartTlsWithinAuthenticateIsNoBase64() => target.SurvivesAsync(async () =>
    {
        using TestClient client = await target.ConnectAsync();
        await client.SendAsync("a AUTHENTICATE PLAIN\r\n");
        Assert.Equal("+ ", await client.ReadAsync());
        await client.SendAsync("b STARTTLS\r\n");
        Assert.StartsWith("a BAD ", await client.ReadAsync(), StringComparison.Ordinal);
    });

    [Fact]
    public Task A06_StartTlsTwiceOrOnThePortWithTls() => target.SurvivesAsync(async () =>
    {
        using TestClient client = await TestClient.ConnectAsync("127.0.0.1", target.Server.ImapsPort);
        await client.StartTlsAsync();
        Assert.DoesNotContain("STARTTLS", await client.ReadAsync(), StringComparison.Ordinal);
        Assert.Contains(" BAD ", (await client.CommandAsync("STARTTLS"))[^1], StringComparison.Ordinal);
        await client.OkAsync("NOOP");
    });

    [Fact]
    public async Task A08_APasswordWithoutTlsIsNotLookedAt()
    {
        await using TestServer server = await TestServer.StartAsync(o => o with { CleartextLogin = CleartextLogin.Never });
        using TestClient client = await server.ConnectAsync();
        Assert.Contains("LOGINDISABLED", await client.ReadAsync(), StringComparison.Ordinal);
        Assert.Contains("NO [PRIVACYREQUIRED]", (await client.CommandAsync("LOGIN joe s3cr3t-canary"))[^1], StringComparison.Ordinal);
        Assert.Contains(
            "NO [PRIVACYREQUIRED]", (await client.CommandAsync("AUTHENTICATE PLAIN AGpvZQBzM2NyM3QtY2FuYXJ5"))[^1], StringComparison.Ordinal);
        Assert.Equal(2, server.Logs.Count("password_exposed"));
        Assert.DoesNotContain(server.Logs.Lines, l => l.Text.Contains("canary", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A09_NobodyIsGreetedAsSignedIn()
    {
        using TestClient clear = await target.Server.ConnectAsync();
        Assert.StartsWith("* OK ", await clear.ReadAsync(), StringComparison.Ordinal);
        using TestClient tls = await TestClient.ConnectAsync("127.0.0.1", target.Server.ImapsPort);
        await tls.StartTlsAsync();
        Assert.StartsWith("* OK ", await tls.ReadAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public Task A12_HostNamesLeaveNothingBehind() => target.SurvivesAsync(async () =>
    {
        // What a handshake does with a name, 100,000 times, and some whole handshakes; the memory is looked at afterwards.
        string last = "";
        for (int i = 0; i < 100_000; i++)
        {
            last = target.Server.Certificates.For($"{Guid.NewGuid():N}.example.org").TargetCertificate.Thumbprint;
        }
        Assert.Equal(target.Server.Certificates.Current.TargetCertificate.Thumbprint, last);
        for (int i = 0; i < 100; i++)
        {
            using var socket = new TcpClient("127.0.0.1", target.Server.ImapsPort);
            await using var tls = new SslStream(socket.GetStream());
            await tls.AuthenticateAsClientAsync(new SslClientAuthenticationOptions
            {
                TargetHost = $"{Guid.NewGuid():N}.example.org",
                RemoteCertificateValidationCallback = (_, _, _, _) => true,
            });
            Assert.Equal(last, tls.RemoteCertificate!.GetCertHashString());
        }
    });

    [Theory]
    [InlineData("h2", false)]
    [InlineData("acme-tls/1", false)]
    [InlineData("pop3", false)]
    [InlineData("imap", true)]
    [InlineData("", true)]
    public async Task A13_OtherProtocolsAreRefused(string protocol, bool accepted)
    {
        using var socket = new TcpClient("127.0.0.1", target.Server.ImapsPort);
        await using var tls = new SslStream(socket.GetStream());
        var options = new SslClientAuthenticationOptions
        {
            TargetHost = "localhost.",
            RemoteCertificateValidationCallback = (_, _, _, _) => true,
            ApplicationProtocols = protocol.Length > 0 ? [new SslApplicationProtocol(protocol)] : null,
        };
        if (accepted)
        {
            await tls.AuthenticateAsClientAsync(options);
        }
        else
        {
            await Assert.ThrowsAnyAsync<Exception>(() => tls.AuthenticateAsClientAsync(options));
        }
    }

    [Fact]
    public Task A17_AHandshakeThatDoesNotGoOnEndsAfterTenSeconds() => target.SurvivesAsync(async () =>
    {
        var stalled = new List<TestClient>();
        for (int i = 0; i < 20; i++)
        {
            TestClient client = await TestClient.ConnectAsync("127.0.0.1", target.Server.ImapsPort);
            await client.SendAsync("\x16");
            stalled.Add(client);
        }
        using (TestClient other = await target.ConnectAsync())
        {
            await other.OkAsync("NOOP"); // served meanwhile
        }
        long began = Stopwatch.GetTimestamp();
        foreach (TestClient client in stalled)
        {
            Assert.Empty(await client.ReadToEndAsync());
            client.Dispose();
        }
        Assert.InRange(Stopwatch.GetElapsedTime(began).TotalSeconds, 5, 15);
    });

    [Fact]
    public Task A18_CleartextOnThePortWithTlsIsClosed() => target.SurvivesAsync(async () =>
    {
        using TestClient client = await TestClient.ConnectAsync("127.0.0.1", target.Server.ImapsPort);
        long began = Stopwatch.GetTimestamp();
        await client.SendAsync("a CAPABILITY\r\n");
        await client.ReadToEndQuietlyAsync();
        Assert.InRange(Stopwatch.GetElapsedTime(began).TotalSeconds, 0, 3);
        Assert.True(target.Server.Logs.Count("tls_failed") > 0);
    });

    [Fact]
    public Task A18_TlsOnThePortWithoutIsClosed() => target.SurvivesAsync(async () =>
    {
        int before = target.Server.Logs.Count("tls_on_cleartext_port");
        using TestClient client = await target.Server.ConnectAsync();
        long began = Stopwatch.GetTimestamp();
        await Assert.ThrowsAnyAsync<Exception>(client.StartTlsAsync);
        Assert.InRange(Stopwatch.GetElapsedTime(began).TotalSeconds, 0, 3);
        Assert.True(SpinWait.SpinUntil(() => target.Server.Logs.Count("tls_on_cleartext_port") == before + 1, 3000));
    });

    [Fact]
    public Task OldVersionsAreRefused() => target.SurvivesAsync(async () =>
    {
        using var socket = new TcpClient("127.0.0.1", target.Server.ImapsPort);
        await using var tls = new SslStream(socket.GetStream());
#pragma warning disable CA5397, SYSLIB0039 // that they are weak is what is tested
        await Assert.ThrowsAnyAsync<Exception>(() => tls.AuthenticateAsClientAsync(new SslClientAuthenticationOptions
        {
            TargetHost = "localhost",
            EnabledSslProtocols = SslProtocols.Tls11,
            RemoteCertificateValidationCallback = (_, _, _, _) => true,
        }));
#pragma warning restore CA5397, SYSLIB0039
    });
}
