using System.Text;
using MailKit.Net.Imap;
using MailKit.Security;
using Port143.Server.Authentication;

namespace Port143.Server.Tests.Authentication;

public sealed class OAuthTests : IAsyncLifetime
{
    private readonly FakeProvider _provider = new();
    private TestServer _server = null!;
    private TestAccount _account = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await TestServer.StartAsync(o => o with
        {
            SignIn = o.SignIn with { OAuth = new OAuthOptions { Issuer = _provider.Issuer, Audience = "port143", Scope = "imap", Claim = "email" } },
        });
        _account = await _server.AddAccountAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _provider.Dispose();
    }

    // The JSON that a refused client is shown, and the tagged response.
    private async Task<(string? Json, string Answer)> SignInAsync(string token, string? user = null, string mechanism = "OAUTHBEARER")
    {
        using TestClient client = await _server.ConnectAsync();
        await client.ReadAsync();
        string message = mechanism == "XOAUTH2"
            ? $"user={user ?? _account.User}\u0001auth=Bearer {token}\u0001\u0001"
            : $"n,{(user is null ? "" : "a=" + user)},\u0001host=localhost\u0001port=143\u0001auth=Bearer {token}\u0001\u0001";
        await client.SendAsync($"a AUTHENTICATE {mechanism}\r\n");
        Assert.Equal("+ ", await client.ReadAsync());
        await client.SendAsync(Convert.ToBase64String(Encoding.UTF8.GetBytes(message)) + "\r\n");
        string answer = (await client.ReadAsync())!;
        string? json = null;
        if (answer.StartsWith("+ ", StringComparison.Ordinal))
        {
            json = Encoding.UTF8.GetString(Convert.FromBase64String(answer[2..]));
            await client.SendAsync(mechanism == "XOAUTH2" ? "\r\n" : "AQ==\r\n");
            answer = (await client.ReadAsync())!;
        }
        if (answer.StartsWith("a OK", StringComparison.Ordinal))
        {
            await client.OkAsync("SELECT INBOX");
        }
        return (json, answer);
    }

    [Theory]
    [InlineData("RS256")]
    [InlineData("ES256")]
    [InlineData("EdDSA")]
    public async Task A_good_token_signs_in(string algorithm)
    {
        string token = _provider.Sign(_provider.Claims(_account.User, ("aud", new[] { "other", "port143" }), ("scope", null), ("scp", new[] { "imap" })), algorithm);
        Assert.StartsWith("a OK [CAPABILITY ", (await SignInAsync(token)).Answer);
        Assert.StartsWith("a OK [CAPABILITY ", (await SignInAsync(token, _account.User.ToUpperInvariant())).Answer);
        Assert.StartsWith("a OK [CAPABILITY ", (await SignInAsync(token, mechanism: "XOAUTH2")).Answer);
        Assert.StartsWith("a NO [AUTHORIZATIONFAILED]", (await SignInAsync(token, "other@port143.test")).Answer);
        Assert.StartsWith("a NO [AUTHORIZATIONFAILED]", (await SignInAsync(token, "other@port143.test", "XOAUTH2")).Answer);
    }

    [Theory] // F18
    [InlineData("iss", "https://evil.example", "of another issuer")]
    [InlineData("aud", "other", "another audience")]
    [InlineData("aud", null, "another audience")]
    [InlineData("scope", "openid", "lacks the scope")]
    [InlineData("scope", null, "lacks the scope")]
    [InlineData("scope", "imaps", "lacks the scope")]
    [InlineData("exp", -100, "expired")]
    [InlineData("exp", null, "when it ends")]
    [InlineData("nbf", 400, "not valid yet")]
    [InlineData("nbf", "soon", "not valid yet")]
    [InlineData("email", "no address", "no address")]
    [InlineData("email", null, "no address")]
    [InlineData("email_verified", false, "not verified")]
    public async Task A_token_with_a_wrong_claim_is_refused_with_the_reason(string claim, object? value, string reason)
    {
        if (value is int seconds)
        {
            value = DateTimeOffset.UtcNow.ToUnixTimeSeconds() + seconds;
        }
        (string? json, string answer) = await SignInAsync(_provider.Sign(_provider.Claims(_account.User, (claim, value))));
        Assert.StartsWith("a NO [AUTHENTICATIONFAILED] the token was refused: ", answer);
        Assert.Contains(reason, answer, StringComparison.Ordinal);
        string status = claim == "scope" ? "insufficient_scope" : "invalid_token";
        Assert.Equal(
            $$"""{"status":"{{status}}","scope":"imap","openid-configuration":"{{_provider.Issuer}}/.well-known/openid-configuration"}""", json);
    }

    [Theory] // F18
    [InlineData("none", "none", "RS2561")]
    [InlineData("RS256", "none", "RS2561")]
    [InlineData("HS256", "HS256", "RS2561")] // the public key taken for a secret
    [InlineData("HS256", "HS256", "HS2561")]
    [InlineData("HS256", "RS256", "RS2561")]
    [InlineData("ES256", "RS256", "RS2561")]
    [InlineData("RS256", "RS256", "../../keys")]
    [InlineData("RS256", "RS256", "enc")]
    [InlineData("RS256", "ES256", "ES2561")]
    public async Task A_token_that_lies_about_its_signature_is_refused(string signedBy, string algorithm, string key)
    {
        string token = _provider.Sign(_provider.Claims(_account.User), signedBy, new { alg = algorithm, kid = key });
        Assert.StartsWith("a NO [AUTHENTICATIONFAILED]", (await SignInAsync(token)).Answer);
        Assert.StartsWith("""{"status":"401","schemes":"bearer","scope":"imap"}""", (await SignInAsync(token, mechanism: "XOAUTH2")).Json);
    }

    [Fact]
    public async Task A_token_that_was_changed_is_refused()
    {
        string token = _provider.Sign(_provider.Claims("eve@port143.test"));
        string[] parts = token.Split('.'), other = _provider.Sign(_provider.Claims(_account.User)).Split('.');
        foreach (string broken in new[]
        {
            $"{parts[0]}.{other[1]}.{parts[2]}", $"{other[0]}.{other[1]}.", $"{other[0]}.{other[1]}", "", "x.y.z", token + "=", "a." + token,
            _provider.Sign(_provider.Claims(_account.User), "RS256", new { alg = "RS256", kid = "RS2561", crit = new[] { "x" } }),
        })
        {
            Assert.StartsWith("a NO [AUTHENTICATIONFAILED]", (await SignInAsync(broken)).Answer);
        }
        Assert.StartsWith("a NO [AUTHENTICATIONFAILED] there is no account eve@port143.test", (await SignInAsync(token)).Answer);
    }

    [Fact]
    public async Task Keys_are_fetched_once_and_unknown_names_of_keys_do_not_make_us_fetch_more()
    {
        for (int i = 0; i < 5; i++)
        {
            Assert.StartsWith("a OK", (await SignInAsync(_provider.Sign(_provider.Claims(_account.User)))).Answer);
            await SignInAsync(_provider.Sign(_provider.Claims(_account.User), "RS256", new { alg = "RS256", kid = $"unknown{i}" }));
        }
        Assert.Equal(1, _provider.Fetches);
    }

    [Fact]
    public async Task Without_the_provider_the_answer_is_to_try_again()
    {
        _provider.Dispose();
        (string? json, string answer) = await SignInAsync(_provider.Sign(_provider.Claims(_account.User)));
        Assert.StartsWith("a NO [UNAVAILABLE]", answer);
        Assert.Contains("temporarily_unavailable", json, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("p=x,,\u0001auth=Bearer x\u0001\u0001")]
    [InlineData("n,,\u0001auth=Bearer x\u0001")]
    [InlineData("n,,\u0001auth=Bearer x")]
    [InlineData("n,,\u0001nothing\u0001auth=Bearer x\u0001\u0001")]
    [InlineData("n,,\u0001host=x\u0001\u0001")]
    [InlineData("user=x\u0001auth=Bearer x\u0001\u0001")]
    public async Task Other_messages_are_bad(string message)
    {
        using TestClient client = await _server.ConnectAsync();
        await client.ReadAsync();
        await client.SendAsync($"a AUTHENTICATE OAUTHBEARER\r\n{Convert.ToBase64String(Encoding.UTF8.GetBytes(message))}\r\n");
        await client.ReadAsync();
        Assert.StartsWith("a BAD", await client.ReadAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task MailKit_signs_in_with_both_mechanisms()
    {
        string token = _provider.Sign(_provider.Claims(_account.User));
        foreach (SaslMechanism mechanism in new SaslMechanism[]
        {
            new SaslMechanismOAuthBearer(_account.User, token), new SaslMechanismOAuth2(_account.User, token),
        })
        {
            using var client = new ImapClient { ServerCertificateValidationCallback = (_, _, _, _) => true };
            await client.ConnectAsync("127.0.0.1", _server.ImapsPort, SecureSocketOptions.SslOnConnect);
            await client.AuthenticateAsync(mechanism);
            await client.Inbox!.OpenAsync(MailKit.FolderAccess.ReadOnly);
            await client.DisconnectAsync(true);
        }
        using var refused = new ImapClient { ServerCertificateValidationCallback = (_, _, _, _) => true };
        await refused.ConnectAsync("127.0.0.1", _server.ImapsPort, SecureSocketOptions.SslOnConnect);
        await Assert.ThrowsAsync<AuthenticationException>(() => refused.AuthenticateAsync(new SaslMechanismOAuthBearer(_account.User, "x.y.z")));
    }
}
