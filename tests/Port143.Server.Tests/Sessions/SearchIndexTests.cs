using System.Globalization;
using System.Text;

namespace Port143.Server.Tests.Sessions;

/// <summary>
/// Two accounts get the same mail and lose the same mail; one of them is indexed now and then. Whatever is searched for, by whatever
/// command, both give the same answer.
/// </summary>
public sealed class SearchIndexTests
{
    private static readonly string[] Words =
    [
        "meeting", "schedule", "due", "re", "a", "Größe", "groesse", "cafe\u0301", "café", "日本語", "東京都", "привет", "user12@example.net", "x-y", "3.14", "don't",
    ];

    private static readonly string[] Fields = ["SUBJECT", "FROM", "TO", "CC", "BCC", "BODY", "TEXT", "HEADER X-Note", "HEADER Subject"];

    [Fact]
    public async Task The_index_changes_no_answer()
    {
        int seed = System.Random.Shared.Next();
        var random = new System.Random(seed);
        await using TestServer server = await TestServer.StartAsync();
        TestAccount indexed = await server.AddAccountAsync(), scanned = await server.AddAccountAsync();
        using TestClient one = await server.SignInAsync(indexed), other = await server.SignInAsync(scanned);
        TestClient[] both = [one, other];
        foreach (TestClient client in both)
        {
            await client.OkAsync("SELECT INBOX");
        }
        int found = 0;
        for (int round = 0; round < 8; round++)
        {
            for (int i = 0; i < 12; i++)
            {
                string message = Message(random);
                // The same date for both: whoever is threaded is sorted by it, and a second may end between the two.
                string append = $"APPEND INBOX {(i % 3 == 0 ? "(\\Seen) " : "")}\"01-Feb-2026 12:{random.Next(60):00}:00 +0000\" {{{message.Length}+}}\r\n{message}";
                await one.OkAsync(append);
                await other.OkAsync(append);
            }
            string set = string.Join(',', Enumerable.Range(0, 3).Select(_ => 1 + random.Next(20)));
            foreach (TestClient client in both)
            {
                if (round == 4)
                {
                    await client.OkAsync("COPY 1:3 INBOX"); // contents no longer ascend
                }
                await client.OkAsync($"UID STORE {set} +FLAGS (\\Deleted)");
                await client.OkAsync("EXPUNGE");
            }
            if (round % 2 == 1)
            {
                await server.Mail.SweepAsync(indexed.Id!.Value, default);
                Assert.True(await server.Mail.IndexAsync(indexed.Id!.Value, rebuild: round == 5, null, default));
            }
            for (int i = 0; i < 40; i++)
            {
                string key = Key(random, 3);
                string command = random.Next(5) switch
                {
                    0 => $"SEARCH CHARSET UTF-8 {key}",
                    1 => $"UID SORT (SUBJECT) UTF-8 {key}",
                    2 => $"UID THREAD ORDEREDSUBJECT UTF-8 {key}",
                    3 => $"SEARCH RETURN (COUNT ALL) CHARSET UTF-8 {key}",
                    _ => $"UID SEARCH CHARSET UTF-8 {key}",
                };
                string answer = Strip(await one.OkAsync(command)), expected = Strip(await other.OkAsync(command));
                Assert.True(answer == expected, $"seed {seed}, round {round}: {command}\nindexed {answer}\nscanned {expected}");
                found += answer.Any(char.IsAsciiDigit) ? 1 : 0;
            }
        }
        Assert.True(found > 100, $"{found} searches found something, seed {seed}");
        Assert.True(server.Mail.ReadIndexState(indexed.Id!.Value).Indexed > 0);
        Assert.Equal(0, server.Mail.ReadIndexState(scanned.Id!.Value).Indexed);
    }

    // The tag of an ESEARCH response is the client's own.
    private static string Strip(List<string> answer) =>
        string.Join('\n', answer.SkipLast(1).Select(l => System.Text.RegularExpressions.Regex.Replace(l, "TAG \"[^\"]*\"", "TAG")));

    private static string Key(System.Random random, int depth) => random.Next(depth == 0 ? 4 : 8) switch
    {
        0 => "UNSEEN",
        1 => string.Create(CultureInfo.InvariantCulture, $"UID {1 + random.Next(30)}:*"),
        4 => $"NOT {Key(random, depth - 1)}",
        5 => $"OR {Key(random, depth - 1)} {Key(random, depth - 1)}",
        6 => $"({Key(random, depth - 1)} {Key(random, depth - 1)})",
        _ => $"{Fields[random.Next(Fields.Length)]} {Literal(Part(random))}",
    };

    private static string Part(System.Random random)
    {
        string word = Words[random.Next(Words.Length)];
        int start = random.Next(word.Length);
        string part = random.Next(2) == 0 ? word : word.Substring(start, 1 + random.Next(word.Length - start));
        return random.Next(5) == 0 ? $"{part} {Words[random.Next(Words.Length)]}" : part.ToUpperInvariant();
    }

    private static string Literal(string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        return $"{{{bytes.Length}+}}\r\n{Encoding.Latin1.GetString(bytes)}";
    }

    private static string Message(System.Random random)
    {
        string Some() => string.Join(' ', Enumerable.Range(0, 1 + random.Next(4)).Select(_ => Words[random.Next(Words.Length)]));
        string message = $"Subject: =?utf-8?B?{Convert.ToBase64String(Encoding.UTF8.GetBytes(Some()))}?=\r\nFrom: {Some()} <user12@example.net>\r\n"
            + $"To: {Some()}\r\nX-Note: {Some()}\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n{Some()}\r\n{Some()}\r\n";
        return Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(message));
    }
}
