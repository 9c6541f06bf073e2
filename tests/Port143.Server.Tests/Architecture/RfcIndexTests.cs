using System.Text.RegularExpressions;
using Port143.Protocol.Imap;
using Port143.Server.Tests.Scripts;

namespace Port143.Server.Tests.Architecture;

/// <summary>What <c>docs/rfc/index.md</c> says is so, and nothing is missing in it.</summary>
public sealed class RfcIndexTests
{
    private static readonly string[] Tables = ["Capabilities", "Commands", "Rules that belong to no one command"];

    public static TheoryData<string> Commands => [.. CommandTable.Rows.Select(r => r.Name)];

    [Theory]
    [MemberData(nameof(Commands))]
    public void EveryCommandHasALineAHandlerAndADialogue(string command)
    {
        string[] row = Assert.Single(RfcIndex.Rows("Commands"), r => r[0] == command);
        Assert.Equal(CommandTable.Rows.Single(r => r.Name == command).Rfc, row[1]);
        Assert.True(File.Exists(Path.Combine(Repository.Root, RfcIndex.PathOf(row[2]))), row[2]);
        Assert.NotEmpty(RfcIndex.Names(row[3]));
        foreach (string name in RfcIndex.Names(row[3]))
        {
            Assert.Matches(
                new Regex($@"^(?:\w+ )?[CR]: \S+ {command}(?:[ \\\r]|$)", RegexOptions.Multiline | RegexOptions.IgnoreCase),
                Repository.Read($"scripts/{name}.imap"));
        }
    }

    [Fact]
    public void NoCommandIsTooMany() =>
        Assert.Equal(CommandTable.Rows.Select(r => r.Name), RfcIndex.Rows("Commands").Select(r => r[0]));

    [Fact]
    public void EveryFileAndDialogueThatIsNamedIsThere()
    {
        foreach (string[] row in Tables.SelectMany(RfcIndex.Rows))
        {
            string path = Path.Combine(Repository.Root, RfcIndex.PathOf(row[^2]));
            Assert.True(File.Exists(path) || Directory.Exists(path), path);
            Assert.All(RfcIndex.Names(row[^1]), name => Assert.Contains(name, Script.Names));
        }
    }

    [Fact]
    public void EveryDialogueIsNamed() =>
        Assert.Empty(Script.Names.Except(Tables.SelectMany(RfcIndex.Rows).SelectMany(row => RfcIndex.Names(row[^1]))));

    [Fact]
    public void EveryDialogueBeginsWithWhatItShows() =>
        Assert.All(Script.Names, name => Assert.StartsWith("# ", Repository.Read($"scripts/{name}.imap"), StringComparison.Ordinal));

    [Theory]
    [InlineData(CleartextLogin.Loopback)]
    [InlineData(CleartextLogin.Never)]
    public async Task CapabilityAnnouncesWhatTheIndexSays(CleartextLogin cleartext)
    {
        await using TestServer server = await TestServer.StartAsync(o => o with { CleartextLogin = cleartext });
        TestAccount account = await server.AddAccountAsync();
        using TestClient client = await server.ConnectAsync();
        await client.ReadAsync();
        Assert.Equal(
            Announced(cleartext == CleartextLogin.Loopback ? "where passwords are taken" : "where passwords are refused", "without TLS"),
            await AskAsync(client));
        await client.OkAsync("STARTTLS");
        await client.StartTlsAsync();
        Assert.Equal(Announced("where passwords are taken"), await AskAsync(client));
        await client.OkAsync($"LOGIN {account.User} \"{account.Password}\"");
        Assert.Equal(
            RfcIndex.Rows("Capabilities").Where(r => r[2] == "yes").Select(r => r[0]).Order(StringComparer.Ordinal), await AskAsync(client));
    }

    private static IEnumerable<string> Announced(params string[] conditions) =>
        RfcIndex.Rows("Capabilities").Where(r => r[1] == "yes" || conditions.Contains(r[1])).Select(r => r[0]).Order(StringComparer.Ordinal);

    private static async Task<IEnumerable<string>> AskAsync(TestClient client) =>
        (await client.OkAsync("CAPABILITY"))[0]["* CAPABILITY ".Length..].Split(' ').Order(StringComparer.Ordinal);
}
