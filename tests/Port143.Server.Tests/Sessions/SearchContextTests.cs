using System.Globalization;
using System.Text.RegularExpressions;

namespace Port143.Server.Tests.Sessions;

/// <summary>
/// A search that is kept up to date is, at any time, what the search would find afresh (RFC 5267 section 4.3), whatever this
/// and another session do. The client here believes only what it is told.
/// </summary>
public sealed class SearchContextTests
{
    private static readonly (string Tag, string Command, bool Sorted, bool Uid)[] Searches =
    [
        ("C1", "UID SEARCH {0}FLAGGED", false, true),
        ("C2", "SEARCH {0}UNSEEN SUBJECT b", false, false),
        ("C3", "UID SORT {0}(SUBJECT REVERSE ARRIVAL) UTF-8 OR FLAGGED KEYWORD $Kw", true, true),
        ("C4", "SORT {0}(REVERSE SUBJECT) UTF-8 UNDELETED", true, false),
        ("C5", "UID SEARCH {0}ALL", false, true),
        ("C6", "SORT {0}(REVERSE SIZE FROM) UTF-8 NOT KEYWORD $Kw", true, false),
    ];

    private readonly Dictionary<string, List<uint>> _results = [];
    private int _updates;

    [Fact]
    public async Task What_is_kept_up_to_date_is_what_a_new_search_finds()
    {
        int seed = System.Random.Shared.Next();
        var random = new System.Random(seed);
        await using TestServer server = await TestServer.StartAsync();
        TestAccount account = await server.AddAccountAsync();
        using TestClient watching = await server.SignInAsync(account), other = await server.SignInAsync(account);
        for (int i = 0; i < 5; i++)
        {
            await ChangeAsync(other, random, 0);
        }
        await other.OkAsync("SELECT INBOX");
        await watching.OkAsync("SELECT INBOX");
        foreach ((string tag, string command, _, _) in Searches)
        {
            await watching.SendAsync($"{tag} {string.Format(CultureInfo.InvariantCulture, command, "RETURN (UPDATE ALL) ")}\r\n");
            string answer = Assert.Single((await watching.ReadToTagAsync(tag)).SkipLast(1));
            _results[tag] = [.. Numbers(Regex.Match(answer, @" ALL (\S+)").Groups[1].Value)];
        }
        for (int step = 0; step < 150; step++)
        {
            string what = "";
            try
            {
                for (int changes = random.Next(1, 4); changes > 0; changes--)
                {
                    bool own = random.Next(5) == 0;
                    (string command, List<string> answer) = await ChangeAsync(own ? watching : other, random, random.Next(6));
                    what += $" {(own ? "own " : "")}{command};";
                    Apply(own ? answer : []);
                }
                // FETCH by number delays the EXPUNGE; what the searches are told is not delayed.
                if (random.Next(2) == 0)
                {
                    Apply(await watching.CommandAsync("FETCH 1:* UID"));
                }
                Apply(await watching.OkAsync("NOOP"));
                foreach ((string tag, string command, _, _) in Searches)
                {
                    string answer = (await watching.OkAsync(string.Format(CultureInfo.InvariantCulture, command, "")))[0];
                    Assert.Equal(string.Join(' ', answer.Split(' ').Skip(2)), string.Join(' ', _results[tag]));
                }
            }
            catch (Exception error)
            {
                Assert.Fail($"seed {seed}, step {step}:{what}\n{error}");
            }
        }
        Assert.True(_updates > 100, $"{_updates} updates, seed {seed}");
    }

    [Fact]
    public async Task An_idling_client_is_told_at_once()
    {
        await using TestServer server = await TestServer.StartAsync();
        TestAccount account = await server.AddAccountAsync();
        using TestClient watching = await server.SignInAsync(account), other = await server.SignInAsync(account);
        await watching.OkAsync("SELECT INBOX");
        await watching.SendAsync("s SORT RETURN (UPDATE) (SUBJECT) UTF-8 UNSEEN\r\n");
        Assert.Equal("* ESEARCH (TAG \"s\")", (await watching.ReadToTagAsync("s"))[0]);
        await watching.SendAsync("i IDLE\r\n");
        Assert.StartsWith("+", await watching.ReadAsync(), StringComparison.Ordinal);
        await other.AppendAsync("INBOX", "Subject: x\r\n\r\nx\r\n");
        Assert.Equal("* 1 EXISTS", await watching.ReadAsync());
        Assert.EndsWith("RECENT", await watching.ReadAsync(), StringComparison.Ordinal);
        Assert.Equal("* ESEARCH (TAG \"s\") ADDTO (1 1)", await watching.ReadAsync());
    }

    private static async Task<(string Command, List<string> Answer)> ChangeAsync(TestClient client, System.Random random, int kind)
    {
        switch (kind)
        {
            case 0:
                char subject = "abcd"[random.Next(4)];
                string flags = new[] { "", "\\Flagged", "\\Seen" }[random.Next(3)];
                string message = $"From: {"xyz"[random.Next(3)]}@example.org\r\nSubject: Re: {subject}\r\n\r\n{new string('x', random.Next(4))}\r\n";
                return ($"APPEND {subject} ({flags})", await client.AppendAsync("INBOX", message, flags));
            case 1:
                return ("EXPUNGE", await client.OkAsync("EXPUNGE"));
            case 2:
                string doomed = $"UID STORE {random.Next(1, 150)},{random.Next(1, 150)} +FLAGS.SILENT (\\Deleted)";
                return (doomed, await client.OkAsync(doomed));
            default:
                string flag = new[] { "\\Flagged", "\\Seen", "$Kw", "\\Flagged $Kw" }[random.Next(4)];
                string store = $"UID STORE {random.Next(1, 150)}:{random.Next(1, 150)} {"+-"[random.Next(2)]}FLAGS ({flag})";
                return (store, await client.OkAsync(store));
        }
    }

    // What a client does with what it is told.
    private void Apply(IEnumerable<string> responses)
    {
        foreach (string response in responses)
        {
            if (Regex.Match(response, @"^\* (\d+) EXPUNGE$") is { Success: true } expunge)
            {
                uint gone = uint.Parse(expunge.Groups[1].Value, CultureInfo.InvariantCulture);
                foreach ((string tag, _, _, bool uid) in Searches.Where(s => !s.Uid))
                {
                    Assert.False(_results[tag].Contains(gone), $"{tag} still has {gone}, which is expunged");
                    _results[tag] = [.. _results[tag].Select(n => n > gone ? n - 1 : n)];
                }
            }
            else if (Regex.Match(response, @"^\* ESEARCH \(TAG ""(\w+)""\)( UID)?(.*)$") is { Success: true } update)
            {
                (string tag, _, bool sorted, bool uid) = Searches.Single(s => s.Tag == update.Groups[1].Value);
                Assert.Equal(uid, update.Groups[2].Success);
                foreach (Match item in Regex.Matches(update.Groups[3].Value, @" (ADDTO|REMOVEFROM) \(([^)]*)\)"))
                {
                    Change(_results[tag], item.Groups[1].Value == "ADDTO", item.Groups[2].Value.Split(' '), sorted);
                }
                _updates++;
            }
        }
    }

    private static void Change(List<uint> results, bool add, string[] pairs, bool sorted)
    {
        for (int i = 0; i < pairs.Length; i += 2)
        {
            int place = int.Parse(pairs[i], CultureInfo.InvariantCulture);
            List<uint> numbers = [.. Numbers(pairs[i + 1])];
            Assert.Equal(sorted, place != 0);
            if (!add)
            {
                // At a place, exactly those; at 0, wherever they are.
                Assert.True(place == 0 ? numbers.TrueForAll(results.Contains) : results.Skip(place - 1).Take(numbers.Count).SequenceEqual(numbers));
                results.RemoveAll(numbers.Contains);
            }
            else
            {
                Assert.DoesNotContain(results, numbers.Contains);
                results.InsertRange(Math.Max(0, place - 1), numbers);
                if (place == 0)
                {
                    results.Sort();
                }
            }
        }
    }

    private static IEnumerable<uint> Numbers(string set)
    {
        foreach (string range in set.Split(',', StringSplitOptions.RemoveEmptyEntries))
        {
            uint[] ends = [.. range.Split(':').Select(n => uint.Parse(n, CultureInfo.InvariantCulture))];
            for (uint number = ends[0]; number <= ends[^1]; number++)
            {
                yield return number;
            }
        }
    }
}
