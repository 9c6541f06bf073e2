using System.Text;

namespace Port143.Server.Tests.Sessions;

/// <summary>STOREs that are sent without waiting between them are answered as if they came one by one.</summary>
public sealed class PipelinedStoreTests
{
    private static readonly string[] Flags = ["\\Seen", "\\Flagged", "\\Answered", "one", "two"];

    [Fact]
    public async Task Each_has_its_answer_in_its_place()
    {
        await using TestServer server = await TestServer.StartAsync();
        TestAccount account = await server.AddAccountAsync();
        using TestClient client = await server.SignInAsync(account);
        for (int i = 0; i < 3; i++)
        {
            await client.AppendAsync("INBOX", "Subject: x\r\n\r\ny\r\n");
        }
        await client.OkAsync("SELECT INBOX");
        await client.SendAsync(
            "a STORE 1 +FLAGS (\\Seen)\r\nb STORE 9 +FLAGS (\\Seen)\r\nc STORE 2:3 FLAGS.SILENT (one)\r\nd STORE 1 FLAGS ()\r\n"
            + "e UID STORE 2 +FLAGS (\\Flagged)\r\nf UID STORE 77 +FLAGS (\\Flagged)\r\ng NOOP\r\nh STORE 1 +FLAGS (\\Seen)\r\ni NONSENSE\r\n"
            + "j STORE 3 -FLAGS.SILENT (one)\r\n");
        List<string> answers = await client.ReadToTagAsync("j");
        Assert.Equal(
            ["a OK", "b BAD", "c OK", "d OK", "e OK", "f OK", "g OK", "h OK", "i BAD", "j OK"],
            answers.Where(a => !a.StartsWith('*')).Select(a => string.Join(' ', a.Split(' ')[..2])));
        // What the client heard last of each message is how it is.
        Assert.Equal(await FetchAsync(client), Heard(answers, "* 1 ", "* 2 "));
    }

    [Fact]
    public async Task What_another_session_did_meanwhile_is_told()
    {
        await using TestServer server = await TestServer.StartAsync();
        TestAccount account = await server.AddAccountAsync();
        using TestClient client = await server.SignInAsync(account), other = await server.SignInAsync(account);
        await client.AppendAsync("INBOX", "Subject: x\r\n\r\ny\r\n");
        await client.AppendAsync("INBOX", "Subject: x\r\n\r\ny\r\n");
        await client.OkAsync("SELECT INBOX");
        await other.OkAsync("SELECT INBOX");
        await other.OkAsync("STORE 1 +FLAGS (\\Answered)");
        await client.SendAsync("a STORE 1 +FLAGS.SILENT (\\Seen)\r\nb STORE 2 +FLAGS.SILENT (\\Seen)\r\n");
        List<string> answers = await client.ReadToTagAsync("b");
        Assert.Contains(answers, a => a.StartsWith("* 1 FETCH", StringComparison.Ordinal) && a.Contains("\\Answered", StringComparison.Ordinal));
        Assert.Equal(2, (await other.CommandAsync("NOOP")).Count(a => a.Contains("\\Seen", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_flood_at_random_from_two_sessions_leaves_both_with_the_same_flags()
    {
        int seed = System.Random.Shared.Next();
        var random = new System.Random(seed);
        await using TestServer server = await TestServer.StartAsync();
        TestAccount account = await server.AddAccountAsync();
        TestClient[] clients = [await server.SignInAsync(account), await server.SignInAsync(account)];
        for (int i = 0; i < 150; i++)
        {
            await clients[0].AppendAsync("INBOX", "Subject: x\r\n\r\ny\r\n");
        }
        var heard = new Dictionary<string, string>[] { [], [] };
        for (int c = 0; c < 2; c++)
        {
            await clients[c].OkAsync("SELECT INBOX");
            Learn(heard[c], await clients[c].OkAsync("FETCH 1:* (FLAGS)"));
            if (random.Next(2) == 0)
            {
                await clients[c].OkAsync("ENABLE CONDSTORE");
            }
        }
        for (int round = 0; round < 6; round++)
        {
            await Task.WhenAll(Enumerable.Range(0, 2).Select(async c =>
            {
                var own = new System.Random(seed + round * 2 + c);
                var commands = new StringBuilder();
                for (int i = 0; i < 300; i++)
                {
                    int first = own.Next(1, 151);
                    string set = own.Next(8) == 0 ? $"{first}:*" : $"{first}";
                    commands.Append($"{i} {(own.Next(12) == 0 ? "UID " : "")}STORE {set} {"+-"[own.Next(2)]}FLAGS ({Flags[own.Next(Flags.Length)]})\r\n");
                }
                commands.Append("end NOOP\r\n");
                Task sent = clients[c].SendAsync(commands.ToString());
                List<string> answers = await clients[c].ReadToTagAsync("end");
                await sent;
                Assert.Equal(300, answers.Count(a => a.Contains(" OK STORE", StringComparison.Ordinal)));
                Learn(heard[c], answers);
            }));
        }
        for (int c = 0; c < 2; c++)
        {
            Learn(heard[c], await clients[c].OkAsync("NOOP"));
            var truth = new Dictionary<string, string>();
            Learn(truth, await clients[c].OkAsync("FETCH 1:* (FLAGS)"));
            Assert.True(truth.OrderBy(t => t.Key).SequenceEqual(heard[c].OrderBy(t => t.Key)), $"seed {seed}, client {c}");
            clients[c].Dispose();
        }
    }

    // Flags by sequence number; \Recent is each session's own.
    private static void Learn(Dictionary<string, string> flags, List<string> answers)
    {
        foreach (string answer in answers.Where(a => a.Contains(" FETCH (", StringComparison.Ordinal)))
        {
            int start = answer.IndexOf("FLAGS (", StringComparison.Ordinal) + 7;
            flags[answer.Split(' ')[1]] = string.Join(' ', answer[start..answer.IndexOf(')', start)].Split(' ').Where(f => f != "\\Recent").Order(StringComparer.Ordinal));
        }
    }

    private static async Task<string> FetchAsync(TestClient client) => Heard(await client.OkAsync("FETCH 1:2 (FLAGS)"), "* 1 ", "* 2 ");

    private static string Heard(List<string> answers, params string[] begins)
    {
        var flags = new Dictionary<string, string>();
        Learn(flags, [.. answers.Where(a => begins.Any(b => a.StartsWith(b, StringComparison.Ordinal)))]);
        return string.Join(' ', flags.OrderBy(f => f.Key));
    }
}
