namespace Port143.Server.Tests.Sessions;

/// <summary>Random rights and every command that RFC 4314 section 4 names: what the table forbids is refused, the rest is not.</summary>
public sealed class RightsTests
{
    private const string Letters = "lrswipkxtea";
    private const string Message = "Subject: x\r\n\r\nhello\r\n";

    [Fact]
    public async Task NothingIsAllowedThatTheTableForbids()
    {
        int seed = int.Parse(Environment.GetEnvironmentVariable("PORT143_SEED") ?? $"{Environment.TickCount & 0xFFFF}");
        TestContext.Current.TestOutputHelper?.WriteLine($"PORT143_SEED={seed}");
        var random = new Random(seed);
        await using TestServer server = await TestServer.StartAsync();
        TestAccount owner = await server.AddAccountAsync(), reader = await server.AddAccountAsync();
        using TestClient o = await server.SignInAsync(owner);
        using TestClient r = await server.SignInAsync(reader);
        await r.AppendAsync("INBOX", Message, "\\Flagged");
        for (int round = 0; round < 25; round++)
        {
            string name = $"Box{round}", shared = $"\"Other Users/{owner.User}/{name}\"", below = $"\"Other Users/{owner.User}/{name}/Sub\"";
            string rights = string.Concat(Letters.Where(_ => random.Next(2) == 0));
            bool Has(string all) => all.All(rights.Contains);
            string what = $"seed {seed}, rights \"{rights}\", round {round}: ";
            await o.OkAsync($"CREATE {name}");
            await o.AppendAsync(name, Message);
            if (rights.Length > 0)
            {
                await o.OkAsync($"SETACL {name} {reader.User} {rights}");
            }
            // \Seen takes s, be it one's own or everybody's.
            bool sharesSeen = random.Next(2) == 0;
            if (sharesSeen)
            {
                await o.OkAsync($"SETMETADATA {name} (/shared/vendor/port143/seen \"shared\")");
            }
            bool maySee = Has("s");
            async Task ExpectAsync(string command, bool allowed, string? refusal = null)
            {
                List<string> answer = await r.CommandAsync(command);
                string wanted = allowed ? " OK" : refusal ?? (Has("l") ? " NO [NOPERM]" : " NO [NONEXISTENT]");
                Assert.True(answer[^1].Contains(wanted, StringComparison.Ordinal), $"{what}{command} gave {answer[^1]}");
            }
            Assert.Equal(Has("l"), (await r.OkAsync($"LIST \"\" {shared}")).Count == 2);
            await ExpectAsync($"STATUS {shared} (MESSAGES)", Has("r"));
            await ExpectAsync($"SUBSCRIBE {shared}", Has("l"));
            await ExpectAsync($"GETACL {shared}", Has("a"));
            await ExpectAsync($"LISTRIGHTS {shared} anyone", Has("a"));
            await ExpectAsync($"SETACL {shared} -anyone \"\"", Has("a"));
            await ExpectAsync($"DELETEACL {shared} nobody@example.org", Has("a"));
            await ExpectAsync($"MYRIGHTS {shared}", rights.Any("lrikxa".Contains), " NO [NONEXISTENT]");
            await ExpectAsync($"GETMETADATA {shared} /shared/comment", Has("lr"));
            await ExpectAsync($"SETMETADATA {shared} (/shared/comment \"x\")", Has("lrw"));
            await ExpectAsync($"APPEND {shared} {{{Message.Length}+}}\r\n{Message}", Has("i"));
            await ExpectAsync($"CREATE {below}", Has("k"), " NO [NOPERM]");
            await r.OkAsync("SELECT INBOX");
            await ExpectAsync($"COPY 1 {shared}", Has("i"));
            await ExpectAsync($"SELECT {shared}", Has("r"));
            if (Has("r"))
            {
                await ExpectAsync("STORE 1 +FLAGS (\\Seen)", maySee, " NO [NOPERM]");
                await ExpectAsync("STORE 1 +FLAGS ($Work)", Has("w"), " NO [NOPERM]");
                await ExpectAsync("STORE 1 +FLAGS (\\Deleted)", Has("t"), " NO [NOPERM]");
                string flags = (await r.OkAsync("FETCH 1 (FLAGS)"))[0];
                Assert.Equal((maySee, Has("w"), Has("t")), (flags.Contains("\\Seen"), flags.Contains("$Work"), flags.Contains("\\Deleted")));
                await ExpectAsync("MOVE 1 Archive", Has("te"), " NO [NOPERM]");
                await ExpectAsync("EXPUNGE", Has("e"), " NO [NOPERM]");
                await r.OkAsync("UNSELECT");
            }
            string moved = $"\"Other Users/{owner.User}/{name}/Elsewhere\"";
            await ExpectAsync($"RENAME {shared} Mine", false, Has("x") ? " NO [CANNOT]" : null);
            if (Has("k"))
            {
                await ExpectAsync($"RENAME {below} {moved}", Has("x"));
            }
            await ExpectAsync($"DELETE {shared}", Has("x"));
            Assert.Equal(Has("x"), (await o.CommandAsync($"STATUS {name} (MESSAGES)"))[^1].Contains(" NO ", StringComparison.Ordinal));
        }
        Assert.Empty(server.Logs.Bugs);
    }

    [Theory]
    [InlineData("a*b%c@port143.test", "a=2Ab=25c@port143.test")]
    [InlineData("a=25=2a*@port143.test", "a=3D25=2a=2A@port143.test")]
    [InlineData("a/b@port143.test", "a/b@port143.test")]
    public async Task AnAddressWithWildcardsCanShare(string address, string name)
    {
        await using TestServer server = await TestServer.StartAsync();
        TestAccount owner = await server.AddAccountAsync(address), reader = await server.AddAccountAsync("r%*@port143.test");
        using TestClient o = await server.SignInAsync(owner);
        using TestClient r = await server.SignInAsync(reader);
        await o.AppendAsync("INBOX", Message);
        await o.OkAsync($"SETACL INBOX \"{reader.User}\" lr");
        Assert.Contains($"\"{reader.User}\" lr", (await o.OkAsync("GETACL INBOX"))[0], StringComparison.Ordinal);

        string shared = $"\"Other Users/{name}/INBOX\"";
        Assert.Contains($"* LIST (\\HasNoChildren) \"/\" {shared}", await r.OkAsync("LIST \"\" \"Other Users/*\""));
        Assert.Contains("* 1 EXISTS", await r.OkAsync($"SELECT {shared}"));
        await r.OkAsync("FETCH 1 BODY.PEEK[]");
        Assert.Contains($"* STATUS {shared} (MESSAGES 1)", await r.OkAsync($"STATUS {shared} (MESSAGES)"));
        await r.OkAsync($"SUBSCRIBE {shared}");
        Assert.Contains($"* LSUB (\\HasNoChildren) \"/\" {shared}", await r.OkAsync("LSUB \"\" \"Other Users/*\""));
    }

    [Fact]
    public async Task SetaclAndDeleteaclAreInTheAuditTrail()
    {
        await using TestServer server = await TestServer.StartAsync();
        TestAccount owner = await server.AddAccountAsync();
        using TestClient o = await server.SignInAsync(owner);
        await o.OkAsync("SETACL Drafts reader@port143.test lrs");
        await o.OkAsync("SETACL Drafts reader@port143.test +i");
        await o.OkAsync("DELETEACL Drafts reader@port143.test");
        Assert.Contains(" NO ", (await o.CommandAsync("SETACL Nowhere reader@port143.test lr"))[^1], StringComparison.Ordinal);

        Storage.AuditEntry[] shares = [.. (await server.Accounts.ReadAuditAsync(100, default)).Where(e => e.Action == "share").Reverse()];
        Assert.Equal(
            ["Drafts: reader@port143.test =lrs", "Drafts: reader@port143.test +i", "Drafts: reader@port143.test ="], shares.Select(e => e.Detail));
        Assert.All(shares, e => Assert.Equal(($"account {owner.User}", owner.User, owner.Id), (e.Actor, e.Address, e.Account)));
    }
}
