using MailKit.Net.Imap;
using MailKit.Security;
using Port143.Server.Authentication;

namespace Port143.Server.Tests.Authentication;

/// <summary>SCRAM by a client that others wrote.</summary>
public sealed class ScramClientTests
{
    private static async Task<ImapClient> ConnectAsync(TestServer server)
    {
        var client = new ImapClient { ServerCertificateValidationCallback = (_, _, _, _) => true };
        await client.ConnectAsync("127.0.0.1", server.ImapsPort, SecureSocketOptions.SslOnConnect);
        return client;
    }

    [Fact]
    public async Task MailKit_signs_in_by_scram_and_with_what_it_chooses_itself()
    {
        await using TestServer server = await TestServer.StartAsync(o => o with { SignIn = o.SignIn with { Scram = ScramOffer.Always } });
        TestAccount account = await server.AddAccountAsync();
        (_, string password) = await server.AddDeviceAsync(account);
        foreach (SaslMechanism mechanism in new SaslMechanism[]
        {
            new SaslMechanismScramSha256(account.User, password), new SaslMechanismScramSha1(account.User, password),
            new SaslMechanismScramSha256Plus(account.User, password),
        })
        {
            using ImapClient client = await ConnectAsync(server);
            await client.AuthenticateAsync(mechanism);
            Assert.True(client.IsAuthenticated);
        }
        using ImapClient chooses = await ConnectAsync(server);
        await chooses.AuthenticateAsync(account.User, password);
        Assert.True(chooses.IsAuthenticated);
        using ImapClient main = await ConnectAsync(server);
        await main.AuthenticateAsync(account.User, account.Password); // it goes on to PLAIN when SCRAM fails
        Assert.True(main.IsAuthenticated);
    }
}
