using System.Buffers;
using System.Diagnostics;
using System.Text;
using Port143.Protocol.Imap;
using Port143.Protocol.Imap.Grammar;

namespace Port143.Protocol.Tests.Imap;

/// <summary>Whatever comes in, nothing throws, and what is refused has a reason.</summary>
public sealed class FuzzTests
{
    private static readonly string[] Seeds =
    [
        "a LOGIN {3+}\r\njoe \"pass\\\"word\"\r\n",
        "a FETCH 1:*,3 (FLAGS BODY.PEEK[1.2.HEADER.FIELDS (A \"B\" {1+}\r\nC)]<0.100> PREVIEW (LAZY) BINARY.SIZE[1]) (CHANGEDSINCE 5)\r\n",
        "a UID SEARCH RETURN (MIN ALL) CHARSET UTF-8 OR NOT (SUBJECT {2+}\r\nab BEFORE 1-Jan-2020) MODSEQ \"/flags/x\" all 5 1:*\r\n",
        "a APPEND &ZeVnLIqe- (\\Seen x) \"01-Jan-2020 00:00:00 +0000\" ~{5+}\r\nhello UTF8 (~{2+}\r\nab)\r\n",
        "a APPEND x (\\Seen) CATENATE (URL {3+}\r\nabc TEXT {2+}\r\nab UTF8 (~{1+}\r\nx) URL \"/x;UIDVALIDITY=3/;UID=4\")\r\na UID REPLACE 4 x {2+}\r\nab\r\n",
        "a LIST (SUBSCRIBED RECURSIVEMATCH) \"\" (a% \"*\") RETURN (STATUS (MESSAGES UIDNEXT) CHILDREN)\r\n",
        "a SELECT x (QRESYNC (1 2 3:4,6 (1,2 3,4)) CONDSTORE)\r\na STORE 1 (UNCHANGEDSINCE 3) -FLAGS.SILENT (\\Seen)\r\n",
        "a ID (\"name\" \"x\" \"y\" NIL)\r\na IDLE\r\nDONE\r\na AUTHENTICATE PLAIN AGE=\r\n=\r\na CREATE x (USE (\\Sent))\r\n",
    ];

    private static readonly string[] Tokens =
        ["(", ")", "{5+}\r\n", "{0}\r\n", "~{1+}\r\n", "\"", "\\", " ", "\r\n", "\r", "\n", "\0", "*", "$", "NIL", "4294967295", "-1", "&", "]", "<0.1>", "\xFF"];

    [Fact]
    public void Mutated_sessions()
    {
        int seed = Environment.TickCount;
        var random = new Random(seed);
        var clock = Stopwatch.StartNew();
        int runs = 0;
        while (clock.ElapsedMilliseconds < 2000)
        {
            byte[] input = Mutate(random);
            bool signedIn = random.Next(2) == 0;
            try
            {
                var driver = new FramerDriver(signedIn) { Utf8 = random.Next(2) == 0 };
                driver.Send(input).Send("\r\n\r\n"u8);
                runs++;
            }
            catch (Exception error)
            {
                Assert.Fail($"seed {seed}, run {runs}, input {Convert.ToHexString(input)}: {error}");
            }
        }
        Assert.True(runs > 100);
    }

    [Fact]
    public void Random_bytes_into_the_grammar()
    {
        int seed = Environment.TickCount;
        var random = new Random(seed);
        var clock = Stopwatch.StartNew();
        while (clock.ElapsedMilliseconds < 2000)
        {
            byte[] input = random.Next(3) == 0 ? new byte[random.Next(60)] : Mutate(random);
            if (input.Length < 60)
            {
                random.NextBytes(input);
            }
            try
            {
                ParseOutcome outcome = ImapGrammar.Parse(input, [random.Next(80), 90], new GrammarOptions { Utf8 = random.Next(2) == 0 });
                Assert.True(outcome.Command is not null || outcome.Reason.Length > 0, "a refusal without a reason");
            }
            catch (Exception error)
            {
                Assert.Fail($"seed {seed}, input {Convert.ToHexString(input)}: {error}");
            }
        }
    }

    private static byte[] Mutate(Random random)
    {
        var bytes = new List<byte>(Encoding.Latin1.GetBytes(Seeds[random.Next(Seeds.Length)]));
        for (int i = random.Next(6); i >= 0 && bytes.Count > 0; i--)
        {
            int at = random.Next(bytes.Count);
            switch (random.Next(5))
            {
                case 0:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 1:
                    bytes.RemoveRange(at, Math.Min(random.Next(1, 8), bytes.Count - at));
                    break;
                case 2:
                    bytes.InsertRange(at, Encoding.Latin1.GetBytes(Tokens[random.Next(Tokens.Length)]));
                    break;
                case 3:
                    bytes.InsertRange(at, bytes.GetRange(at, Math.Min(random.Next(1, 20), bytes.Count - at)));
                    break;
                default:
                    bytes.AddRange(Encoding.Latin1.GetBytes(Seeds[random.Next(Seeds.Length)]));
                    break;
            }
        }
        return [.. bytes];
    }
}
