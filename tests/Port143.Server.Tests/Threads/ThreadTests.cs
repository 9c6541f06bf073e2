using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Port143.Server.Tests.Threads;

/// <summary>THREAD over many small mailboxes made at random, and one with a long chain.</summary>
public sealed partial class ThreadTests
{
    private static readonly (string Text, string Base, bool IsReply)[] Subjects =
    [
        ("", "", false), ("alpha", "ALPHA", false), ("Alpha", "ALPHA", false), ("Re: alpha", "ALPHA", true), ("[x] RE[2]: fwd : alpha", "ALPHA", true),
        ("beta", "BETA", false), ("beta (fwd)", "BETA", true), ("[Fwd: beta]", "BETA", true), ("[list] beta", "BETA", false), ("Re:", "", true),
        ("=?utf-8?B?UsOpc3Vtw6k=?=", "R\u00C9SUM\u00C9", false), ("re: r\u00E9sum\u00E9", "R\u00C9SUM\u00C9", true), ("[gamma]", "[GAMMA]", false),
    ];

    [Fact]
    public async Task References_agree_with_the_words_of_the_RFC()
    {
        int seed = Environment.TickCount;
        await using TestServer server = await TestServer.StartAsync();
        using TestClient client = await server.SignInAsync(await server.AddAccountAsync());
        for (int round = 0; round < 60; round++)
        {
            var random = new Random(seed + round);
            (List<ThreadMail> mails, string append) = Make(random, $"t{round}");
            await client.OkAsync($"CREATE t{round}");
            await client.OkAsync(append);
            await client.OkAsync($"SELECT t{round}");
            await MustAgreeAsync(client, mails, $"seed {seed + round}\n{append}");
            // Some leave and some come: the keys that were read are kept.
            int leaves = random.Next(mails.Count);
            await client.OkAsync($"STORE {leaves + 1} +FLAGS.SILENT (\\Deleted)");
            await client.OkAsync("EXPUNGE");
            mails.RemoveAt(leaves);
            (List<ThreadMail> more, string secondAppend) = Make(random, $"t{round}");
            await client.OkAsync(secondAppend);
            mails.AddRange(more);
            await MustAgreeAsync(client, mails, $"seed {seed + round}, without {leaves + 1}\n{append}\n{secondAppend}");
            foreach (string command in new[] { "THREAD REFERENCES UTF-8 UNSEEN", "UID THREAD REFS UTF-8 2:*", "THREAD ORDEREDSUBJECT UTF-8 NOT SUBJECT a" })
            {
                string search = command[..command.IndexOf("THREAD", StringComparison.Ordinal)] + "SEARCH" + command[command.IndexOf(" UTF-8", StringComparison.Ordinal)..].Replace(" UTF-8", "", StringComparison.Ordinal);
                Assert.Equal(Numbers((await client.OkAsync(search))[0]), Numbers((await client.OkAsync(command))[0]));
            }
        }
    }

    [Fact]
    public async Task Threads_that_are_kept_are_those_made_anew()
    {
        int seed = Environment.TickCount;
        var random = new Random(seed);
        await using TestServer server = await TestServer.StartAsync();
        TestAccount account = await server.AddAccountAsync();
        using TestClient client = await server.SignInAsync(account), other = await server.SignInAsync(account);
        await client.OkAsync("CREATE t");
        await client.OkAsync("SELECT t");
        await other.OkAsync("SELECT t");
        var mails = new List<(ThreadMail Mail, uint Uid, bool IsSeen)>();
        uint next = 1;
        for (int round = 0; round < 60; round++)
        {
            string what = $"seed {seed}, round {round}";
            if (mails.Count < 2 || random.Next(3) == 0)
            {
                (List<ThreadMail> more, string append) = Make(random, "t");
                await client.OkAsync(append);
                mails.AddRange(more.Select(m => (m, next++, false)));
                await client.OkAsync("STORE 1:* -FLAGS.SILENT (\\Seen)");
                mails = [.. mails.Select(m => m with { IsSeen = false })];
            }
            else
            {
                int at = random.Next(mails.Count);
                bool leaves = random.Next(2) == 0;
                await other.OkAsync("NOOP");
                await other.OkAsync($"STORE {at + 1} +FLAGS.SILENT ({(leaves ? "\\Deleted" : "\\Seen")})");
                await other.OkAsync("EXPUNGE");
                mails[at] = mails[at] with { IsSeen = true };
                if (leaves)
                {
                    mails.RemoveAt(at);
                }
            }
            await client.OkAsync("NOOP");
            await other.OkAsync("NOOP");
            string[] commands =
            [
                .. from algorithm in new[] { "REFERENCES", "REFS", "ORDEREDSUBJECT" }
                   from keys in new[] { "ALL", "UNSEEN", "UID 3:*" }
                   from uid in new[] { "", "UID " }
                   select $"{uid}THREAD {algorithm} UTF-8 {keys}",
            ];
            random.Shuffle(commands);
            var anew = new List<string>();
            foreach (string command in commands)
            {
                anew.Add((await client.OkAsync(command))[0]);
            }
            // More were asked than are kept: the first client is answered anew, the other from what is kept.
            foreach ((string command, string first) in commands.Zip(anew))
            {
                Assert.True(first == (await client.OkAsync(command))[0] && first == (await other.OkAsync(command))[0], $"{what}: {command}\n{first}");
                if (command.Contains("REFERENCES", StringComparison.Ordinal))
                {
                    var among = mails.Select((m, i) => (m.Mail, m.Uid, m.IsSeen, Number: (uint)i + 1))
                        .Where(m => command.EndsWith("ALL", StringComparison.Ordinal) || (command.EndsWith("UNSEEN", StringComparison.Ordinal) ? !m.IsSeen : m.Uid >= 3 || m.Uid == mails[^1].Uid)).ToList();
                    string threads = Digits().Replace(PlainReferences.Thread([.. among.Select(m => m.Mail)]),
                        d => $"{(command.StartsWith('U') ? among[int.Parse(d.Value, CultureInfo.InvariantCulture) - 1].Uid : among[int.Parse(d.Value, CultureInfo.InvariantCulture) - 1].Number)}");
                    Assert.True(first == $"* THREAD {threads}".TrimEnd(), $"{what}: {command}\nexpected {threads}\ngot      {first}");
                }
            }
        }
    }

    [Fact]
    public async Task A_long_chain_and_what_would_be_a_loop()
    {
        const int count = 5000;
        await using TestServer server = await TestServer.StartAsync();
        using TestClient client = await server.SignInAsync(await server.AddAccountAsync());
        var append = new StringBuilder("APPEND INBOX");
        for (int i = 1; i <= count; i++)
        {
            string message = $"Message-ID: <{i}@x>\r\nSubject: Re: chain\r\nReferences: <{(i == 1 ? count : i - 1)}@x>\r\n\r\n";
            append.Append(CultureInfo.InvariantCulture, $" \"01-Jan-2000 00:00:00 +0000\" {{{message.Length}+}}\r\n{message}");
            if (i % 500 == 0)
            {
                await client.OkAsync(append.ToString());
                append.Clear().Append("APPEND INBOX");
            }
        }
        await client.OkAsync("SELECT INBOX");
        // The first message refers to the last, which closes the ring: its link is made first and stays, the last one's is not made.
        string chain = string.Join(' ', Enumerable.Range(1, count - 1).Prepend(count));
        Assert.Equal($"* THREAD ({chain})", (await client.OkAsync("THREAD REFERENCES UTF-8 ALL"))[0]);
        Assert.Equal($"* THREAD ({chain})", (await client.OkAsync("THREAD REFS UTF-8 ALL"))[0]);
    }

    private static async Task MustAgreeAsync(TestClient client, List<ThreadMail> mails, string what)
    {
        string expected = $"* THREAD {PlainReferences.Thread(mails)}".TrimEnd(), answer = (await client.OkAsync("THREAD REFERENCES UTF-8 ALL"))[0];
        Assert.True(expected == answer, $"{what}\nexpected {expected}\ngot      {answer}");
    }

    private static (List<ThreadMail> Mails, string Append) Make(Random random, string mailbox)
    {
        int count = random.Next(2, 45);
        int ids = random.Next(3, 40);
        var mails = new List<ThreadMail>();
        var append = new StringBuilder($"APPEND {mailbox}");
        for (int i = 0; i < count; i++)
        {
            string? id = random.Next(12) == 0 ? null : $"id{random.Next(ids)}@x";
            string[] references = [.. Enumerable.Range(0, random.Next(5)).Select(_ => $"id{random.Next(ids)}@x")];
            bool inReplyTo = references.Length > 0 && random.Next(4) == 0;
            (string text, string baseSubject, bool isReply) = Subjects[random.Next(Subjects.Length)];
            long arrived = 978307200 + random.Next(20);
            long? sent = random.Next(6) == 0 ? null : 978307200 + random.Next(20);
            var message = new StringBuilder();
            if (sent is { } seconds)
            {
                DateTimeOffset date = DateTimeOffset.FromUnixTimeSeconds(seconds).ToOffset(TimeSpan.FromHours(random.Next(-9, 9)));
                message.Append("Date: ").Append(date.ToString("ddd, d MMM yyyy HH:mm:ss ", CultureInfo.InvariantCulture))
                    .Append(date.ToString("zzz", CultureInfo.InvariantCulture).Replace(":", "", StringComparison.Ordinal)).Append("\r\n");
            }
            message.Append(id is null ? random.Next(2) == 0 ? "Message-ID: none\r\n" : "" : $"Message-ID: {Quote(random, id)}\r\n");
            if (inReplyTo)
            {
                message.Append(CultureInfo.InvariantCulture, $"References: nothing\r\nIn-Reply-To: joe's of <today> {Quote(random, references[0])} <more@y>\r\n");
                references = references[..1];
            }
            else if (references.Length > 0)
            {
                message.Append(CultureInfo.InvariantCulture, $"References: {string.Join(random.Next(2) == 0 ? " " : "\r\n\t", references.Select(r => Quote(random, r)))}\r\n");
            }
            message.Append(CultureInfo.InvariantCulture, $"Subject: {text}\r\n\r\nx\r\n");
            string bytes = Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(message.ToString()));
            append.Append(CultureInfo.InvariantCulture, $" ({(random.Next(3) == 0 ? "\\Seen" : "")}) \"{DateTimeOffset.FromUnixTimeSeconds(arrived):dd-MMM-yyyy HH:mm:ss} +0000\" {{{bytes.Length}+}}\r\n{bytes}");
            mails.Add(new ThreadMail(id, references, baseSubject, isReply, sent ?? arrived));
        }
        return (mails, append.ToString());
    }

    private static string Quote(Random random, string id) => random.Next(3) == 0 ? $"<\"{id.Replace("@", "\"@", StringComparison.Ordinal)}>" : $"<{id}>";

    private static List<int> Numbers(string answer) => [.. Digits().Matches(answer).Select(m => int.Parse(m.Value, CultureInfo.InvariantCulture)).Order()];

    [GeneratedRegex("[0-9]+")]
    private static partial Regex Digits();
}
