namespace Port143.Server.Tests.Sessions;

/// <summary>An order that is kept for who asks again is the order of the messages that are there now.</summary>
public sealed class SortedOrderTests
{
    [Fact]
    public async Task What_is_kept_equals_what_is_sorted_anew()
    {
        int seed = Random.Shared.Next();
        var random = new Random(seed);
        await using TestServer server = await TestServer.StartAsync();
        TestAccount account = await server.AddAccountAsync();
        using TestClient client = await server.SignInAsync(account), other = await server.SignInAsync(account);
        var messages = new SortedDictionary<int, (string Subject, int Size)>();
        int next = 1;
        await client.OkAsync("SELECT INBOX");
        await other.OkAsync("SELECT INBOX");
        for (int round = 0; round < 12; round++)
        {
            for (int i = random.Next(1, 12); i > 0; i--)
            {
                string subject = new((char)('a' + random.Next(6)), 3);
                string message = $"Subject: {subject}\r\n\r\n{new string('x', random.Next(8))}\r\n";
                await client.AppendAsync("INBOX", message);
                messages[next++] = (subject, message.Length);
            }
            if (random.Next(2) == 0)
            {
                int gone = messages.Keys.ElementAt(random.Next(messages.Count));
                await other.OkAsync("NOOP");
                await other.OkAsync($"UID STORE {gone} +FLAGS.SILENT (\\Deleted)");
                await other.OkAsync("EXPUNGE");
                messages.Remove(gone);
            }
            await client.OkAsync("NOOP");
            await other.OkAsync("NOOP");
            for (int i = 0; i < 20; i++)
            {
                int first = random.Next(3) == 0 ? random.Next(1, next) : 1;
                bool reverse = random.Next(2) == 0, bySubject = random.Next(2) == 0;
                string r = reverse ? "REVERSE " : "";
                IEnumerable<int> there = messages.Keys.Where(u => u >= Math.Min(first, messages.Keys.Last())); // first:* has the last always
                IEnumerable<int> wanted = (bySubject, reverse) switch
                {
                    (true, false) => there.OrderBy(u => messages[u].Subject, StringComparer.Ordinal).ThenBy(u => messages[u].Size),
                    (true, true) => there.OrderByDescending(u => messages[u].Subject, StringComparer.Ordinal).ThenBy(u => messages[u].Size),
                    (false, false) => there.OrderBy(u => messages[u].Size),
                    (false, true) => there.OrderByDescending(u => messages[u].Size),
                };
                List<string> answers = await (random.Next(2) == 0 ? client : other).OkAsync(
                    $"UID SORT ({r}{(bySubject ? "SUBJECT SIZE" : "SIZE")}) UTF-8 {(first == 1 ? "ALL" : $"UID {first}:*")}");
                string expected = "* SORT" + string.Concat(wanted.Select(u => $" {u}"));
                Assert.True(answers.Any(a => a.TrimEnd() == expected), $"seed {seed}, round {round}\nexpected: {expected}\ngot: {string.Join('\n', answers)}");
            }
        }
    }
}
