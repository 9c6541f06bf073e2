using MailKit.Net.Imap;
using MailKit.Security;
using Port143.Tests.Cli;
using Port143.Tests.Processes;

namespace Port143.Tests.Clients;

/// <summary>Mail clients that people use, on an account with a second factor.</summary>
public sealed class SecondFactorTests : IAsyncLifetime
{
    private const string Address = "reader@example.org";
    private const string Explanation = "This account needs a device password: ";

    private readonly TemporaryFolder _folder = new();
    private Authenticator _authenticator = null!;
    private ServerUnderTest _server = null!;
    private string _device = "";

    private string Data => _folder["data"];

    private string Certificate => _folder["data/tls/cert.pem"];

    public async ValueTask InitializeAsync()
    {
        await ServerUnderTest.AddAccountAsync(Data, Address);
        _authenticator = await Authenticator.EnableAsync(Data, Address);
        _device = (await Port143Process.RunAsync("device", "add", Address, "phone", "--data", Data)).Output.Trim();
        _server = await ServerUnderTest.StartAsync(Data);
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task MailKit_signs_in_with_a_device_password_and_is_told_why_not_with_the_other()
    {
        await TryAsync(_device);
        var refused = await Assert.ThrowsAsync<AuthenticationException>(() => TryAsync(ServerUnderTest.Password));
        Assert.Contains(Explanation, refused.Message);
        string code = _authenticator.NextCode();
        await TryAsync(ServerUnderTest.Password + code);
        refused = await Assert.ThrowsAsync<AuthenticationException>(() => TryAsync(ServerUnderTest.Password + code));
        Assert.Contains("was used already", refused.Message);
        await TryAsync(ServerUnderTest.Password + _authenticator.RecoveryCodes[0]);
        Assert.Contains(_server.Log, l => l.Contains($"sign-in refused: ip=127.0.0.1 listener=imaps cause=second-factor-missing account=\"{Address}\"", StringComparison.Ordinal));
        Assert.Contains(_server.Log, l => l.Contains($"by=password+code account=\"{Address}\"", StringComparison.Ordinal));
        Assert.DoesNotContain(_server.Log, l => l.Contains(code, StringComparison.Ordinal));
        await _server.StopAsync();

        async Task TryAsync(string password)
        {
            using var client = new ImapClient { ServerCertificateValidationCallback = (_, _, _, _) => true };
            await client.ConnectAsync("127.0.0.1", _server.Imaps, SecureSocketOptions.SslOnConnect);
            client.AuthenticationMechanisms.Remove("SCRAM-SHA-256");
            client.AuthenticationMechanisms.Remove("SCRAM-SHA-1");
            client.AuthenticationMechanisms.RemoveWhere(m => m.EndsWith("-PLUS", StringComparison.Ordinal));
            await client.AuthenticateAsync(Address, password);
            Assert.NotNull(client.Inbox);
            await client.DisconnectAsync(true);
        }
    }

    [Fact]
    public async Task Curl_signs_in_with_a_device_password_and_with_password_and_code_once()
    {
        ForeignProgram.Need("curl");
        Assert.Equal(0, (await Curl(_device)).Code);
        ForeignProgram.Outcome refused = await Curl(ServerUnderTest.Password);
        Assert.Equal(67, refused.Code);
        Assert.Contains("NO [AUTHENTICATIONFAILED] " + Explanation, refused.Errors);
        string code = _authenticator.NextCode();
        Assert.Equal(0, (await Curl(ServerUnderTest.Password + code)).Code);
        refused = await Curl(ServerUnderTest.Password + code);
        Assert.Equal(67, refused.Code);
        Assert.Contains("NO [AUTHENTICATIONFAILED] The code after your password was used already", refused.Errors);
        await _server.StopAsync();

        Task<ForeignProgram.Outcome> Curl(string password) => ForeignProgram.RunAsync(
            _folder.Path, "curl", "-sSv", "--max-time", "30", "--cacert", Certificate, "--login-options", "AUTH=PLAIN", "-u", $"{Address}:{password}",
            $"imaps://localhost:{_server.Imaps}/INBOX?ALL");
    }

    [Fact]
    public async Task Mbsync_signs_in_with_a_device_password_and_shows_the_reason_otherwise()
    {
        ForeignProgram.Need("mbsync");
        Directory.CreateDirectory(_folder["mail"]);
        await ForeignProgram.OkAsync(_folder.Path, "mbsync", "-c", Configure(_device), "-l", "test");
        ForeignProgram.Outcome refused = await ForeignProgram.RunAsync(_folder.Path, "mbsync", "-c", Configure(ServerUnderTest.Password, "AuthMechs PLAIN"), "-l", "test");
        Assert.NotEqual(0, refused.Code);
        Assert.Contains(Explanation, refused.Text + refused.Errors);
        await _server.StopAsync();

        string Configure(string password, string more = "")
        {
            File.WriteAllText(_folder["mbsyncrc"], $"""
                IMAPAccount test
                Host localhost
                Port {_server.Imaps}
                User {Address}
                Pass "{password}"
                SSLType IMAPS
                CertificateFile {Certificate}
                {more}

                IMAPStore server
                Account test

                MaildirStore disk
                Path {_folder["mail"]}/

                Channel test
                Far :server:
                Near :disk:
                Patterns *

                """);
            return _folder["mbsyncrc"];
        }
    }

    [Fact]
    public async Task Mutt_signs_in_with_a_device_password_and_fails_with_the_other()
    {
        ForeignProgram.Need("mutt");
        ForeignProgram.Need("script");
        await Mutt(_device, "");
        Assert.Contains(_server.Log, l => l.Contains("by=device:", StringComparison.Ordinal));
        string screen = await Mutt(ServerUnderTest.Password, "set imap_authenticators = \"plain\"");
        Assert.Contains("authentication failed", screen); // mutt shows no text of a server here; the log has the reason
        Assert.Contains(_server.Log, l => l.Contains("cause=second-factor-missing", StringComparison.Ordinal));
        await _server.StopAsync();

        async Task<string> Mutt(string password, string more)
        {
            File.WriteAllText(_folder["muttrc"], $"""
                set folder = "imaps://localhost:{_server.Imaps}/"
                set spoolfile = "+INBOX"
                set imap_user = "{Address}"
                set imap_pass = "{password}"
                set certificate_file = "{Certificate}"
                set quit = yes
                {more}
                push "<quit>"

                """);
            return (await ForeignProgram.RunAsync(_folder.Path, "script", "-qec", $"mutt -n -F {_folder["muttrc"]}", "/dev/null")).Text;
        }
    }
}
