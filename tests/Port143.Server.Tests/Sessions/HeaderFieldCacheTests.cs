using System.Text;
using Port143.Mail;
using Port143.Server.Commands.Fetch;
using Port143.Storage;
using Port143.Storage.Digest;

namespace Port143.Server.Tests.Sessions;

/// <summary>Header fields that are kept in memory are those that a look at the header finds.</summary>
public sealed class HeaderFieldCacheTests
{
    private static readonly string[] Names = ["A", "AB", "B", "Subject", "none"];

    [Fact]
    public async Task What_is_kept_equals_what_is_chosen_anew()
    {
        int seed = Random.Shared.Next();
        var random = new Random(seed);
        await using TestServer server = await TestServer.StartAsync();
        TestAccount account = await server.AddAccountAsync();
        using TestClient client = await server.SignInAsync(account), other = await server.SignInAsync(account);
        var headers = new SortedDictionary<int, byte[]>();
        int next = 1;
        for (int round = 0; round < 8; round++)
        {
            for (int i = random.Next(1, 50); i > 0; i--)
            {
                string header = RandomHeader(random);
                await client.AppendAsync("INBOX", header + "\r\nA: body\r\n");
                headers[next++] = Encoding.Latin1.GetBytes(header);
            }
            if (round == 0)
            {
                await client.OkAsync("SELECT INBOX");
                await other.OkAsync("SELECT INBOX");
            }
            else if (random.Next(2) == 0)
            {
                int gone = headers.Keys.ElementAt(random.Next(headers.Count));
                await other.OkAsync("NOOP"); // else it does not know of the message
                await other.OkAsync($"UID STORE {gone} +FLAGS.SILENT (\\Deleted)");
                await other.OkAsync("EXPUNGE");
                headers.Remove(gone);
            }
            await client.OkAsync("NOOP");
            await other.OkAsync("NOOP");
            for (int i = 0; i < 30; i++)
            {
                string[] names = random.GetItems(Names, random.Next(1, 4));
                bool not = random.Next(4) == 0;
                int first = random.Next(1, next), last = random.Next(first, next);
                (int Offset, int Count)? partial = random.Next(5) == 0 ? (random.Next(20), random.Next(1, 20)) : null;
                string with = random.Next(3) == 0 ? " BODYSTRUCTURE" : random.Next(3) == 0 ? " FLAGS" : "";
                string list = string.Join(' ', names.Select(n => random.Next(2) == 0 ? n : n.ToLowerInvariant()));
                List<string> answers = await (random.Next(2) == 0 ? client : other).OkAsync(
                    $"UID FETCH {first}:{last} (BODY.PEEK[HEADER.FIELDS{(not ? ".NOT" : "")} ({list})]{(partial is { } p ? $"<{p.Offset}.{p.Count}>" : "")}{with})");
                var selector = new HeaderFieldSelector(names.Select(Encoding.ASCII.GetBytes), not);
                string[] fetched = [.. answers.Where(a => a.Contains("FETCH (UID", StringComparison.Ordinal))];
                int[] wanted = [.. headers.Keys.Where(u => u >= first && u <= last)];
                string where = $"seed {seed}, round {round}, {first}:{last} {list}";
                Assert.True(fetched.Length == wanted.Length, where);
                for (int m = 0; m < wanted.Length; m++)
                {
                    string expected = Encoding.Latin1.GetString(selector.Select(headers[wanted[m]]));
                    if (partial is { } cut)
                    {
                        expected = expected[Math.Min(cut.Offset, expected.Length)..];
                        expected = expected[..Math.Min(cut.Count, expected.Length)];
                    }
                    Assert.True(
                        fetched[m].Contains($"(UID {wanted[m]} BODY[HEADER.FIELDS", StringComparison.Ordinal)
                        && fetched[m].Contains($" {{{expected.Length}}}\r\n{expected}" + (with.Length > 0 ? with : ")"), StringComparison.Ordinal),
                        $"{where}\nexpected: {expected}\ngot: {fetched[m]}");
                }
            }
        }
    }

    [Fact]
    public void All_columns_together_stay_below_the_limit_and_the_latest_stay()
    {
        var cache = new HeaderFieldCache(weightLimit: 100_000);
        var account = AccountId.New();
        for (int i = 1; i <= 50; i++)
        {
            HeaderFieldColumn column = cache.Get(new HeaderFieldKey(account, new MailboxId(i), "1:A"), messages: 10);
            column.LastUse = i; // the clock may stand still meanwhile
            cache.Grew(column.Add([(1, 6000)], new byte[6000]));
            Assert.InRange(cache.Weight, 1, 100_000);
        }
        Assert.Equal(1, cache.Get(new HeaderFieldKey(account, new MailboxId(50), "1:A"), 10).Count);
        Assert.Equal(0, cache.Get(new HeaderFieldKey(account, new MailboxId(1), "1:A"), 10).Count);
    }

    [Fact]
    public void A_column_keeps_no_more_than_it_may_and_not_what_is_mostly_expunged()
    {
        var cache = new HeaderFieldCache(weightLimit: 1_000_000);
        var key = new HeaderFieldKey(AccountId.New(), new MailboxId(1), "1:A");
        HeaderFieldColumn column = cache.Get(key, messages: 3000);
        for (uint uid = 1; uid <= 3000; uid++)
        {
            cache.Grew(column.Add([(uid, 2)], "\r\n"u8.ToArray()));
        }
        Assert.Equal(3000, column.Count);
        Assert.Same(column, cache.Get(key, messages: 1000));
        Assert.NotSame(column, cache.Get(key, messages: 900));
        Assert.Equal(HeaderFieldColumn.OwnWeight, cache.Weight);
        column.Add([(3001, 600_000)], new byte[600_000]);
        Assert.True(column.IsFull);
        Assert.Equal(0, column.Add([(3002, 2)], new byte[2]));
    }

    [Fact]
    public void A_uid_keeps_what_it_got_first_and_others_are_unknown()
    {
        var column = new HeaderFieldColumn(100_000);
        column.Add([(7, 3), (9, 2)], "abcde"u8.ToArray());
        Assert.Equal(0, column.Add([(9, 2)], "xx"u8.ToArray()));
        var found = new ReadOnlyMemory<byte>[3];
        column.Find([new MessageRow { Uid = 7 }, new MessageRow { Uid = 8 }, new MessageRow { Uid = 9 }], found);
        Assert.True(column.IsAskedAgain(3));
        Assert.False(column.IsAskedAgain(4));
        Assert.Equal(["abc", "", "de"], found.Select(f => Encoding.ASCII.GetString(f.Span)));
    }

    private static string RandomHeader(Random random)
    {
        string[] pieces = ["A: b\r\n", "AB: c\r\n d\r\n", "b :e\r\n", "\tf\r\n", "Subject: \u00e9\r\n", "ab:\n", "nonsense\r\n", "A:\r\n\tg\r\n", "X: y\r\n"];
        return string.Concat(random.GetItems(pieces, random.Next(8)));
    }
}
