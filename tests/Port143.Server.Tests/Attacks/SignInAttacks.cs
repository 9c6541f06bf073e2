namespace Port143.Server.Tests.Attacks;

/// <summary>Attacks on sign-in that need a connection; those on the parts are beside the tests of the parts (tests/ATTACKS.md).</summary>
[Collection(AttackCollection.Name)]
public sealed class SignInAttacks(AttackTarget target)
{
    [Theory]
    [InlineData("' OR '1'='1")]
    [InlineData("x@example.org'; DELETE FROM account; --")]
    [InlineData("*)(uid=*))(|(uid=*")]
    [InlineData("%@example.org")]
    [InlineData("_____@port143.test")]
    public Task F22_NamesThatWouldBeAQuery(string name) => target.SurvivesAsync(async () =>
    {
        using TestClient client = await target.ConnectAsync();
        Assert.StartsWith("t1 NO [AUTHENTICATIONFAILED] ", (await client.CommandAsync($"LOGIN \"{name}\" \"{name}\""))[^1], StringComparison.Ordinal);
        await client.OkAsync($"LOGIN \"{target.Account.User}\" \"{target.Account.Password}\"");
        await client.OkAsync("SELECT INBOX");
        Assert.Contains("OK", (await client.CommandAsync($"SEARCH SUBJECT \"{name}\""))[^1], StringComparison.Ordinal);
        await client.CommandAsync($"CREATE \"{name}\"");
        await client.CommandAsync($"DELETE \"{name}\"");
        await client.OkAsync("STATUS INBOX (MESSAGES)");
    });

    [Theory]
    [InlineData("")]
    [InlineData("PROXY TCP4 192.0.2.66 127.0.0.1 1234 143\r\n")]
    public Task F25_APeerCannotSayThatItIsAnother(string header) => target.SurvivesAsync(async () =>
    {
        using TestClient client = await target.ConnectAsync();
        await client.SendAsync(header);
        await client.SendAsync("i ID (\"x-originating-ip\" \"192.0.2.66\" \"x-proxy-ttl\" \"1\")\r\na LOGIN nobody@port143.test wrong\r\n");
        await client.SendAsync("b LOGOUT\r\n");
        await client.ReadToEndAsync();
        Assert.Contains(target.Server.Logs.Lines, l => l.Text.Contains("refused: ip=127.0.0.1", StringComparison.Ordinal));
        Assert.DoesNotContain(target.Server.Logs.Lines, l => l.Text.Contains("refused: ip=192.0.2.66", StringComparison.Ordinal));
    });

    [Theory]
    [InlineData(false, "COMPRESS DEFLATE", "BAD")]
    [InlineData(true, "COMPRESS LZ4", "BAD")]
    [InlineData(true, "COMPRESS", "BAD")]
    public Task B19_CompressionThatIsNone(bool signedIn, string command, string answer) => target.SurvivesAsync(async () =>
    {
        using TestClient client = signedIn ? await target.SignInAsync() : await target.ConnectAsync();
        Assert.Contains(" " + answer, (await client.CommandAsync(command))[^1], StringComparison.Ordinal);
        await client.OkAsync("NOOP");
    });

    [Fact]
    public Task B19_CompressionTwice() => target.SurvivesAsync(async () =>
    {
        using TestClient client = await target.SignInAsync();
        await client.StartCompressionAsync();
        Assert.Contains("[COMPRESSIONACTIVE]", (await client.CommandAsync("COMPRESS DEFLATE"))[^1], StringComparison.Ordinal);
        await client.OkAsync("NOOP");
    });
}
