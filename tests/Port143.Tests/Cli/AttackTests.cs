using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Port143.Tests.Clients;
using Port143.Tests.Processes;
using static Port143.Tests.Cli.Port143Process;

namespace Port143.Tests.Cli;

/// <summary>What an administrator sees and does while passwords are guessed.</summary>
public sealed class AttackTests : IDisposable
{
    private const string Owner = "a@example.org";

    private readonly TemporaryFolder _folder = new();

    private string Data => _folder["data"];

    public void Dispose() => _folder.Dispose();

    private async Task PrepareAsync()
    {
        await ServerUnderTest.AddAccountAsync(Data, Owner);
        // The attackers of this test are on this machine.
        File.WriteAllText(Path.Combine(Data, "port143.toml"), "[attacks]\ntrusted = []\nper_minute = 3\n");
    }

    private static async Task<Wire> FromAsync(string address, int port)
    {
        var socket = new TcpClient(new IPEndPoint(IPAddress.Parse(address), 0));
        return await Wire.ConnectAsync(port, socket);
    }

    private static async Task<string> LoginAsync(string address, int port, string user, string password)
    {
        await using Wire wire = await FromAsync(address, port);
        WireReply reply = await wire.CommandAsync($"LOGIN {user} \"{password}\"");
        return $"{reply.Status} {reply.Text}";
    }

    private Task<Outcome> Port143(params string[] arguments) => RunAsync([.. arguments, "--data", Data]);

    [Fact]
    public async Task ABlockIsListedOutlivesTheServerAndIsTakenAwayWhileItRuns()
    {
        await PrepareAsync();
        await using (ServerUnderTest first = await ServerUnderTest.StartAsync(Data, "--cleartext-login", "loopback"))
        {
            Assert.StartsWith("OK", await LoginAsync("127.0.0.9", first.Imap, Owner, ServerUnderTest.Password));
            for (int i = 0; i < 3; i++)
            {
                Assert.StartsWith("NO [AUTHENTICATIONFAILED]", await LoginAsync("127.0.7.1", first.Imap, Owner, $"guess {i}"));
            }
            Assert.StartsWith("NO [UNAVAILABLE] Too many wrong passwords", await LoginAsync("127.0.7.1", first.Imap, Owner, ServerUnderTest.Password));
            // Where the account is at home, and elsewhere, it is open.
            Assert.StartsWith("OK", await LoginAsync("127.0.0.9", first.Imap, Owner, ServerUnderTest.Password));
            Assert.StartsWith("OK", await LoginAsync("127.0.8.1", first.Imap, Owner, ServerUnderTest.Password));
            Outcome device = await Port143("device", "add", Owner, "phone");
            Assert.StartsWith("OK", await LoginAsync("127.0.7.1", first.Imap, Owner, device.Output.Trim()));
            Assert.Matches(
                @"(?m)^127\.0\.7\.1/32  \S+Z  \S+Z  3 wrong passwords within a minute, the last for a@example\.org$", (await Port143("block", "list")).Output);
            await first.StopAsync();
        }
        string withoutServer = (await Port143("block", "list", "--json")).Output;
        await using ServerUnderTest server = await ServerUnderTest.StartAsync(Data, "--cleartext-login", "loopback");
        string json = (await Port143("block", "list", "--json")).Output;
        Assert.Equal(withoutServer, json);
        Assert.Equal("127.0.7.1/32", JsonDocument.Parse(json).RootElement[0].GetProperty("subject").GetString());
        // A device password made it a familiar network of this account, so a stranger's account shows the block.
        Assert.StartsWith("NO [UNAVAILABLE]", await LoginAsync("127.0.7.1", server.Imap, "b@example.org", "x"));
        Assert.Equal(0, (await Port143("block", "remove", "127.0.7.1/32")).Code);
        Assert.Equal(66, (await Port143("block", "remove", "127.0.7.1/32")).Code);
        Assert.StartsWith("NO [AUTHENTICATIONFAILED]", await LoginAsync("127.0.7.1", server.Imap, "b@example.org", "x"));
        Assert.Equal("[]\n", (await Port143("block", "list", "--json")).Output);
    }

    [Fact]
    public async Task SessionsHistoryAndTheAuditTrailTellWhatHappened()
    {
        await PrepareAsync();
        Assert.Equal(69, (await Port143("session", "list")).Code);
        await using ServerUnderTest server = await ServerUnderTest.StartAsync(Data, "--cleartext-login", "loopback");
        await using Wire wire = await FromAsync("127.0.0.9", server.Imap);
        await wire.OkAsync($"LOGIN {Owner} \"{ServerUnderTest.Password}\"");
        await wire.OkAsync("ID (\"name\" \"Testmail\" \"version\" \"3\")");
        await wire.OkAsync("SETACL INBOX b@example.org lrs");
        await LoginAsync("127.0.7.1", server.Imap, Owner, "wrong");

        string list = (await Port143("session", "list", Owner)).Output;
        Assert.Matches(@"(?m)^\d+ +a@example\.org +127\.0\.0\.9:\d+ imap \(no TLS\) +\S+Z +password +Testmail 3$", list);
        JsonElement session = JsonDocument.Parse((await Port143("session", "list", "--json")).Output).RootElement[0];
        Assert.Equal(0, (await Port143("session", "end", session.GetProperty("id").GetString()!)).Code);
        Assert.StartsWith("* BYE The administrator ended", await wire.ReadLineAsync());
        Assert.Equal(66, (await Port143("session", "end", "12345678")).Code);

        await server.StopAsync();
        string history = (await Port143("account", "history", Owner)).Output;
        Assert.Matches(@"(?m)^\S+Z  1 +127\.0\.0\.9 +password +signed in$", history);
        Assert.Matches(@"(?m)^\S+Z  1 +127\.0\.7\.1 +password +refused: wrong-password$", history);
        JsonElement[] audit = [.. JsonDocument.Parse((await Port143("audit", "--since", "1h", "--json")).Output).RootElement.EnumerateArray()];
        Assert.Equal(
            ["add", "config", "session-end", "share", "sign-in", "sign-in-refused"],
            audit.Select(e => e.GetProperty("action").GetString()!).Order(StringComparer.Ordinal));
        Assert.Contains(audit, e => e.GetProperty("detail").GetString() == "INBOX: b@example.org =lrs");
        Assert.Contains(audit, e => e.GetProperty("detail").GetString() == "ip=127.0.7.1 by=password cause=wrong-password");
        Assert.Equal(64, (await Port143("audit", "--since", "yesterday")).Code);
    }

    [Fact]
    public async Task C04_Fail2banFindsTheAttackerWhateverNameHeSends()
    {
        ForeignProgram.Need("fail2ban-regex");
        await PrepareAsync();
        await using ServerUnderTest server = await ServerUnderTest.StartAsync(Data, "--cleartext-login", "loopback");
        await LoginAsync("127.0.7.1", server.Imap, Owner, "wrong");
        await LoginAsync("127.0.7.1", server.Imap, "nobody@example.org", "wrong");
        await LoginAsync("127.0.7.1", server.Imap, "\"x ip=127.0.0.66 cause=wrong-password account=\\\"y\"", "wrong");
        await LoginAsync("127.0.7.1", server.Imap, "b@example.org", "another");
        await LoginAsync("127.0.0.9", server.Imap, Owner, ServerUnderTest.Password);
        await server.StopAsync();
        string log = Path.Combine(_folder.Path, "log");
        File.WriteAllLines(log, server.Log);
        string filter = Path.Combine(Root(), "docs", "operations", "fail2ban", "port143.conf");
        string[] four = ["127.0.7.1", "127.0.7.1", "127.0.7.1", "127.0.7.1"];
        Assert.Equal(four, await FindAsync(log, filter));
        // As the journal hands it over: with the host and the program before it.
        File.WriteAllLines(log, server.Log.Select(l => "Nov 28 04:00:00 mail port143[123]: " + l));
        Assert.Equal(four, await FindAsync(log, filter));
    }

    private async Task<string[]> FindAsync(string log, string filter) =>
        (await ForeignProgram.OkAsync(_folder.Path, "fail2ban-regex", "-o", "<ip>", log, filter)).Text.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    private static string Root()
    {
        string folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Port143.slnx")))
        {
            folder = Path.GetDirectoryName(folder)!;
        }
        return folder;
    }
}
