using Port143.Mail;

namespace Port143.Server.Tests.Authentication;

public sealed class AnonymousTests
{
    [Fact]
    public async Task Anybody_may_read_the_one_account_and_change_nothing()
    {
        await using TestServer server = await TestServer.StartAsync(
            o => o with { SignIn = o.SignIn with { AnonymousAccount = AccountAddress.Parse("user1@port143.test") } });
        TestAccount account = await server.AddAccountAsync();
        using TestClient owner = await server.SignInAsync(account);
        await owner.AppendAsync("INBOX", "Subject: x\r\n\r\nx\r\n");
        using TestClient client = await server.ConnectAsync();
        await client.ReadAsync();
        await client.OkAsync("AUTHENTICATE ANONYMOUS c2lyaGM="); // the example of RFC 4505 section 4
        Assert.Contains("[READ-ONLY]", (await client.OkAsync("SELECT INBOX"))[^1], StringComparison.Ordinal);
        await client.OkAsync("FETCH 1 BODY[]");
        Assert.Contains("NO [NOPERM]", (await client.CommandAsync("STORE 1 +FLAGS (\\Seen)"))[^1], StringComparison.Ordinal);
        Assert.Contains(server.Logs.Lines, l => l.Text.Contains("by=anonymous:sirhc account=\"user1@port143.test\"", StringComparison.Ordinal));
    }
}
