using System.Text.RegularExpressions;

namespace Port143.Server.Tests.Sessions;

/// <summary>G03: URLs with authorization (RFC 4467) between accounts, and everything that is not good enough.</summary>
public sealed class UrlAuthTests
{
    [Fact]
    public async Task G03_AUrlOpensWhatItNamesToWhomItNames()
    {
        await using TestServer server = await TestServer.StartAsync();
        TestAccount owner = await server.AddAccountAsync(), friend = await server.AddAccountAsync(), stranger = await server.AddAccountAsync();
        using TestClient a = await server.SignInAsync(owner), b = await server.SignInAsync(friend), c = await server.SignInAsync(stranger);
        await a.AppendAsync("INBOX", "Subject: m\r\n\r\nText\r\n");
        string anonymous = await GenerateAsync(a, $"imap://{owner.User}/INBOX/;UID=1/;SECTION=TEXT;URLAUTH=anonymous");
        string user = await GenerateAsync(a, $"imap://{owner.User}/INBOX/;UID=1/;SECTION=TEXT;URLAUTH=user+{friend.User}");
        string submit = await GenerateAsync(a, $"imap://{owner.User}/INBOX/;UID=1/;SECTION=TEXT;URLAUTH=submit+{friend.User}");
        Assert.EndsWith("{6}\r\nText\r\n", await FetchAsync(c, anonymous), StringComparison.Ordinal);
        Assert.EndsWith("{6}\r\nText\r\n", await FetchAsync(b, user), StringComparison.Ordinal);
        Assert.EndsWith(" NIL", await FetchAsync(c, user), StringComparison.Ordinal);
        Assert.EndsWith(" NIL", await FetchAsync(a, user), StringComparison.Ordinal);
        Assert.EndsWith(" NIL", await FetchAsync(b, submit), StringComparison.Ordinal); // nobody is a submission server
        Assert.EndsWith(" NIL", await FetchAsync(c, anonymous.Replace("UID=1", "UID=2", StringComparison.Ordinal)), StringComparison.Ordinal);

        // Nobody makes URLs for another's mail, and learns nothing of who is there.
        string foreign = (await b.CommandAsync($"GENURLAUTH imap://{owner.User}/INBOX/;UID=1;URLAUTH=anonymous INTERNAL"))[^1];
        string nobody = (await b.CommandAsync("GENURLAUTH imap://nobody@port143.test/INBOX/;UID=1;URLAUTH=anonymous INTERNAL"))[^1];
        Assert.Equal(foreign[(foreign.IndexOf(' ', StringComparison.Ordinal))..], nobody[(nobody.IndexOf(' ', StringComparison.Ordinal))..]);
        Assert.Contains(" BAD ", foreign, StringComparison.Ordinal);

        // An owner who may not sign in any more grants nothing.
        await server.DisableAsync(owner);
        Assert.EndsWith(" NIL", await FetchAsync(c, anonymous), StringComparison.Ordinal);
    }

    [Fact]
    public async Task G03_WithoutAKeyNoTokenIsGood()
    {
        await using TestServer server = await TestServer.StartAsync();
        TestAccount owner = await server.AddAccountAsync();
        using TestClient client = await server.SignInAsync(owner);
        await client.AppendAsync("INBOX", "Subject: m\r\n\r\nText\r\n");
        string rump = $"imap://{owner.User}/INBOX/;UID=1;URLAUTH=anonymous";
        string empty = "01" + Convert.ToHexStringLower(System.Security.Cryptography.HMACSHA256.HashData(Array.Empty<byte>(), System.Text.Encoding.ASCII.GetBytes(rump)));
        string[] tokens = [empty, new('0', 66), "01", "00000000000000000000000000000000", empty[2..]];
        foreach (string token in tokens)
        {
            Assert.EndsWith(" NIL", await FetchAsync(client, $"{rump}:INTERNAL:{token}"), StringComparison.Ordinal);
        }
        string good = await GenerateAsync(client, rump);
        Assert.DoesNotContain(" NIL", await FetchAsync(client, good), StringComparison.Ordinal);
        Assert.EndsWith(" NIL", await FetchAsync(client, good[..^1]), StringComparison.Ordinal);
        Assert.EndsWith(" NIL", await FetchAsync(client, good + "0"), StringComparison.Ordinal);
        Assert.EndsWith(" NIL", await FetchAsync(client, good.Replace(":INTERNAL:", ":OTHER:", StringComparison.Ordinal)), StringComparison.Ordinal);

        // Another mailbox under the name has another key.
        await client.OkAsync("CREATE box");
        await client.AppendAsync("box", "Subject: first\r\n\r\nx\r\n");
        string first = await GenerateAsync(client, $"imap://{owner.User}/box/;UID=1;URLAUTH=anonymous");
        await client.OkAsync("RENAME box other");
        await client.OkAsync("CREATE box");
        await client.AppendAsync("box", "Subject: second\r\n\r\nx\r\n");
        Assert.EndsWith(" NIL", await FetchAsync(client, first), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ASubmissionServerFetchesWhatIsMeantForIt()
    {
        await using TestServer server = await TestServer.StartAsync(
            o => o with { SubmitAccounts = [Port143.Mail.AccountAddress.Parse("user2@port143.test")] });
        TestAccount owner = await server.AddAccountAsync(), submit = await server.AddAccountAsync();
        using TestClient a = await server.SignInAsync(owner), b = await server.SignInAsync(submit);
        string large = "Subject: large\r\n\r\n" + string.Concat(Enumerable.Repeat("0123456789012345678901234567890123456789\r\n", 10_000));
        await a.AppendAsync("INBOX", large);
        string url = await GenerateAsync(a, $"imap://{owner.User}/INBOX/;UID=1;URLAUTH=submit+{owner.User}");
        Assert.EndsWith($"{{{large.Length}}}\r\n{large}", await FetchAsync(b, url), StringComparison.Ordinal);
        Assert.EndsWith(" NIL", await FetchAsync(a, url), StringComparison.Ordinal);
    }

    private static async Task<string> GenerateAsync(TestClient client, string rump)
    {
        string response = (await client.OkAsync($"GENURLAUTH \"{rump}\" INTERNAL"))[0];
        Match match = Regex.Match(response, "^\\* GENURLAUTH \"([^\"]+:INTERNAL:01[0-9a-f]{64})\"$");
        Assert.True(match.Success, response);
        return match.Groups[1].Value;
    }

    private static async Task<string> FetchAsync(TestClient client, string url) => (await client.OkAsync($"URLFETCH \"{url}\""))[0];
}
