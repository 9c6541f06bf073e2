using System.IO.Pipelines;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using Microsoft.Extensions.Logging.Abstractions;
using Port143.Server.Connections;
using Port143.Server.Tls;

namespace Port143.Server.Tests.Tls;

public sealed class TlsPolicyTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("port143-tls-").FullName;
    private readonly CertificateStore _certificates;

    public TlsPolicyTests() => _certificates =
        CertificateStore.Open(_folder, null, null, TimeProvider.System, NullLogger<CertificateStore>.Instance);

    public void Dispose()
    {
        _certificates.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Theory]
    [InlineData(SslProtocols.Tls12)]
    [InlineData(SslProtocols.Tls13)]
    public async Task Modern_versions_are_spoken(SslProtocols version) =>
        Assert.Equal(version, (await Connect(o => o.EnabledSslProtocols = version)).Protocol);

    [Theory] // the client would speak them
    [InlineData("tls1")]
    [InlineData("tls1_1")]
    public async Task A15_old_versions_are_refused(string version) => Assert.DoesNotContain("Cipher is ECDHE",
        await OpenSsl($"-{version} -cipher DEFAULT:@SECLEVEL=0"));

    [Theory]
    [InlineData("ECDHE-ECDSA-AES256-SHA384:ECDHE-ECDSA-AES128-SHA256:ECDHE-ECDSA-AES256-SHA:ECDHE-ECDSA-AES128-SHA")]
    [InlineData("AES256-GCM-SHA384:AES128-GCM-SHA256:AES128-SHA")]
    [InlineData("ECDHE-ECDSA-AES256-CCM8")]
    public async Task A15_cipher_suites_without_forward_secrecy_or_authentication_are_refused(string ciphers)
    {
        string answer = await OpenSsl($"-tls1_2 -cipher {ciphers}:@SECLEVEL=0");
        Assert.True(answer.Contains("handshake failure") || answer.Contains("Cipher is (NONE)"), answer);
    }

    [Fact]
    public async Task Good_cipher_suites_are_spoken() =>
        Assert.Contains("Cipher is ECDHE-ECDSA-AES128-GCM-SHA256", await OpenSsl("-tls1_2 -cipher ECDHE-ECDSA-AES128-GCM-SHA256"));

    [Fact]
    public async Task A_client_of_TLS_1_3_resumes_its_session()
    {
        string file = Path.Combine(_folder, "session.pem");
        Assert.Contains("New, TLSv1.3", await OpenSsl($"-tls1_3 -sess_out {file}", wait: true));
        Assert.Contains("Reused, TLSv1.3", await OpenSsl($"-tls1_3 -sess_in {file}", wait: true));
    }

    [Fact]
    public async Task A13_ALPN_is_imap_or_nothing()
    {
        Assert.Equal("imap", (await Connect(o => o.ApplicationProtocols = [new("imap")])).Alpn);
        Assert.Equal("imap", (await Connect(o => o.ApplicationProtocols = [new("h2"), new("imap")])).Alpn);
        Assert.Equal("", (await Connect(_ => { })).Alpn);
        await Assert.ThrowsAsync<AuthenticationException>(() => Connect(o => o.ApplicationProtocols = [new("h2")]));
        await Assert.ThrowsAsync<AuthenticationException>(() => Connect(o => o.ApplicationProtocols = [new("pop3")]));
    }

    [Theory]
    [InlineData("localhost")]
    [InlineData("unknown.example")]
    [InlineData("")]
    public async Task Every_server_name_gets_the_certificate(string name) =>
        Assert.Equal(_certificates.Fingerprint.Replace(":", ""), (await Connect(o => o.TargetHost = name)).Certificate);

    [Fact]
    public async Task A19_the_certificate_changes_during_handshakes_without_a_failure()
    {
        string first = _certificates.Fingerprint.Replace(":", "");
        var seen = new HashSet<string>();
        for (int i = 0; i < 60; i++)
        {
            if (i == 30)
            {
                (string certificate, string key) = CertificateStoreTests.Make("second.example");
                File.WriteAllText(Path.Combine(_folder, "tls", "cert.pem"), certificate);
                _certificates.Poll();
                File.WriteAllText(Path.Combine(_folder, "tls", "key.pem"), key);
                _certificates.Poll();
            }
            seen.Add((await Connect(_ => { })).Certificate);
        }
        Assert.Equal([first, _certificates.Fingerprint.Replace(":", "")], seen);
    }

    private sealed record Session(SslProtocols Protocol, string Alpn, string Certificate);

    private async Task<Session> Connect(Action<SslClientAuthenticationOptions> configure)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        Task server = Serve(listener);
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync((IPEndPoint)listener.LocalEndpoint);
            using var tls = new SslStream(client.GetStream());
            var options = new SslClientAuthenticationOptions
            {
                TargetHost = "localhost",
                RemoteCertificateValidationCallback = (_, _, _, _) => true,
            };
            configure(options);
            using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
            await tls.AuthenticateAsClientAsync(options, limit.Token);
            byte[] one = new byte[1];
            await tls.ReadExactlyAsync(one, limit.Token);
            return new Session(tls.SslProtocol, tls.NegotiatedApplicationProtocol.ToString(), tls.RemoteCertificate!.GetCertHashString(
                System.Security.Cryptography.HashAlgorithmName.SHA256));
        }
        finally
        {
            await server;
        }
    }

    private async Task Serve(TcpListener listener)
    {
        using TcpClient peer = await listener.AcceptTcpClientAsync();
        PipeReader input = PipeReader.Create(peer.GetStream());
        using var tls = new SslStream(new DuplexPipeStream(input, PipeWriter.Create(peer.GetStream())));
        using var limit = new CancellationTokenSource(TlsPolicy.HandshakeLimit);
        try
        {
            SslServerAuthenticationOptions options = TlsPolicy.CreateOptions(_certificates);
            await TlsPolicy.FitAsync(options, _certificates, input, limit.Token);
            await tls.AuthenticateAsServerAsync(options, limit.Token);
            await tls.WriteAsync("*"u8.ToArray(), limit.Token);
        }
        catch (Exception error) when (error is AuthenticationException or IOException)
        {
            // The client sees it.
        }
    }

    // OpenSSL's own client still speaks what .NET's refuses to offer.
    private async Task<string> OpenSsl(string arguments, bool wait = false)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        Task server = Serve(listener);
        var start = new System.Diagnostics.ProcessStartInfo(
            "openssl", $"s_client -connect {listener.LocalEndpoint} {arguments}")
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        System.Diagnostics.Process? process = null;
        try
        {
            process = System.Diagnostics.Process.Start(start)!;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Assert.Skip("needs the openssl program");
        }
        if (wait)
        {
            await server; // tickets follow the handshake
            await Task.Delay(200);
        }
        process.StandardInput.Close();
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = await process.StandardOutput.ReadToEndAsync() + await errors;
        await process.WaitForExitAsync();
        process.Dispose();
        await server;
        return output;
    }
}
