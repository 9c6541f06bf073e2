using System.Buffers;
using System.Diagnostics;
using System.Text;
using Port143.Protocol.Imap;
using Port143.Protocol.Imap.Commands;
using Port143.Protocol.Imap.Grammar;

namespace Port143.Protocol.Tests.Imap;

/// <summary>Attacks on the parsers of other servers, each by its number in the list of test cases.</summary>
public sealed class ParserAttackTests
{
    private static string Run(string input, bool signedIn = false) => new FramerDriver(signedIn).Send(input).Transcript;

    private static ParseOutcome Parse(string text) => KnownAnswerTests.Parse(text);

    [Theory]
    [InlineData("{4294967295}")]
    [InlineData("{99999999999}")]
    [InlineData("{99999999999999999999999999}")]
    [InlineData("{-1}")]
    [InlineData("{1e9}")]
    [InlineData("{}")]
    [InlineData("{ 5}")]
    [InlineData("{5\0}")]
    public void B01_announcements_that_lie(string literal)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Matches("^a (BAD .*|LiteralTooBig)\n$", Run($"a LOGIN {literal}\r\n"));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 200_000);
    }

    [Fact]
    public void B02_memory_is_taken_as_bytes_arrive()
    {
        var framers = new FramerDriver[200];
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < framers.Length; i++)
        {
            framers[i] = new FramerDriver().Send("a SEARCH TEXT {100000}\r\n");
            Assert.Equal("+\n", framers[i].Transcript);
        }
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 2_000_000);
    }

    [Fact]
    public void B03_many_literals() =>
        Assert.Equal("a TooManyLiterals\nb Noop\n",
            Run("a SEARCH" + string.Concat(Enumerable.Repeat(" TEXT {1+}\r\nx", 1100)) + "\r\nb NOOP\r\n", signedIn: true));

    [Fact]
    public void B04_a_literal_too_big_never_becomes_commands()
    {
        string body = string.Concat(Enumerable.Repeat("z DELETE Trash\r\n", 10_000));
        Assert.Equal("a LiteralTooBig\nb Noop\n", Run($"a SEARCH TEXT {{{body.Length}+}}\r\n{body}\r\nb NOOP\r\n", signedIn: true));
    }

    [Fact]
    public void B05_a_client_that_does_not_wait_is_lost()
    {
        Assert.Equal("a LiteralTooBig close\n", Run("a LOGIN joe {5000}\r\nz DELETE Trash\r\n"));
        Assert.Equal("refused Refused close\n", Run("a APPEND Refused {16}\r\nz DELETE Trash\r\n", signedIn: true));
    }

    [Theory]
    [InlineData("a APPEND Refused {16+}\r\nz DELETE Trash\r\n\r\n")]
    [InlineData("a APPEND Refused ~{16+}\r\nz DELETE Trash\r\n\r\n")]
    [InlineData("a APPEND x (\\) {16+}\r\nz DELETE Trash\r\n\r\n")]
    [InlineData("a APPEND x {16+}\r\nz DELETE Trash\r\n (\\) {16+}\r\nz DELETE Trash\r\n {16+}\r\nz DELETE Trash\r\n\r\n")]
    [InlineData("a APPEND x CATENATE (URL \"/x\" TEXT {16+}\r\nz DELETE Trash\r\n TEXT {16+}\r\nz DELETE Trash\r\n)\r\n")]
    public void B06_a_refused_message_never_becomes_commands(string append)
    {
        string transcript = Run(append + "b NOOP\r\n", signedIn: true);
        Assert.EndsWith("b Noop\n", transcript, StringComparison.Ordinal);
        Assert.DoesNotContain("z Delete", transcript, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(" NOOP")]
    [InlineData("* NOOP")]
    [InlineData("+ NOOP")]
    [InlineData("a+b NOOP")]
    [InlineData("\"a\" NOOP")]
    [InlineData("a\0 NOOP")]
    [InlineData("ä NOOP")]
    [InlineData("a{1} NOOP")]
    [InlineData("a(b NOOP")]
    [InlineData("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa NOOP")]
    public void B07_tags(string line) => Assert.StartsWith("* BAD ", Run(line + "\r\n"), StringComparison.Ordinal);

    [Fact]
    public void B07_a_tag_without_end() =>
        Assert.Equal("* LineTooLong\n* TooMuchToSkip close\n", Run(new string('a', 1_000_000)));

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void B08_ten_megabytes_without_a_line_end(bool signedIn)
    {
        var driver = new FramerDriver(signedIn);
        byte[] piece = new byte[10_000];
        piece.AsSpan().Fill((byte)'x');
        for (int i = 0; i < 1000; i++)
        {
            driver.Send(piece);
        }
        Assert.Equal("* LineTooLong\n* TooMuchToSkip close\n", driver.Transcript);
        Assert.False(driver.Framer.HoldsBuffer);
    }

    [Theory]
    [InlineData("(")]
    [InlineData(")")]
    [InlineData("()")]
    [InlineData("( ")]
    public void B09_parentheses(string text)
    {
        string many = string.Concat(Enumerable.Repeat(text, 65_000 / text.Length));
        foreach (string command in new[] { "SEARCH ", "FETCH 1 ", "FETCH 1 BODY[HEADER.FIELDS ", "LIST ", "LIST \"\" ", "ID ", "STORE 1 ", "SELECT x ", "STATUS x ", "X " })
        {
            Assert.Null(Parse(command + many).Command);
        }
    }

    [Theory]
    [InlineData("NOT ")]
    [InlineData("OR ")]
    [InlineData("OR ALL ")]
    [InlineData("OR (")]
    [InlineData("NOT (")]
    [InlineData("(ALL ")]
    public void B10_search_without_bottom(string text)
    {
        string many = string.Concat(Enumerable.Repeat(text, 65_000 / text.Length));
        Assert.Null(Parse("SEARCH " + many + "ALL").Command);
        Assert.Null(Parse("UID SEARCH " + many).Command);
    }

    [Fact]
    public void B10_search_as_deep_as_allowed()
    {
        Assert.NotNull(Parse("SEARCH " + string.Concat(Enumerable.Repeat("NOT ", 50)) + "ALL").Command);
        Assert.Null(Parse("SEARCH " + string.Concat(Enumerable.Repeat("NOT ", 51)) + "ALL").Command);
    }

    [Fact]
    public void B10_sections_without_bottom() =>
        Assert.Null(Parse("FETCH 1 BODY[" + string.Concat(Enumerable.Repeat("1.", 30_000)) + "1]").Command);

    [Theory]
    [InlineData("SELECT \"a\0b\"")]
    [InlineData("SELECT \"a\rb\"")]
    [InlineData("SELECT \"a\nb\"")]
    [InlineData("SELECT \"a\\")]
    [InlineData("SELECT \"a\\\"")]
    [InlineData("SELECT \"ä\"")]
    [InlineData("SELECT ä")]
    public void B11_quoted_strings(string text) => Assert.Null(Parse(text).Command);

    [Fact]
    public void B12_id_is_bounded()
    {
        Assert.NotNull(Parse("ID (" + string.Join(' ', Enumerable.Repeat("\"a\" \"b\"", 30)) + ")").Command);
        Assert.Null(Parse("ID (" + string.Join(' ', Enumerable.Repeat("\"a\" \"b\"", 31)) + ")").Command);
        Assert.Null(Parse("ID (" + string.Join(' ', Enumerable.Repeat("\"a\" \"b\"", 6000)) + ")").Command);
        Assert.Null(Parse($"ID (\"{new string('a', 31)}\" NIL)").Command);
        Assert.Null(Parse($"ID (\"a\" \"{new string('a', 1025)}\")").Command);
        Assert.Equal("a LiteralTooBig\n", Run("a ID (\"a\" {1000000}\r\n"));
    }

    [Theory]
    [InlineData("APPEND")]
    [InlineData("APPEND ")]
    [InlineData("APPEND x (\\Seen")]
    [InlineData("APPEND x (((((")]
    [InlineData("APPEND x \"")]
    [InlineData("STATUS x (")]
    [InlineData("STATUS x (MESSAGES")]
    [InlineData("STATUS \"")]
    public void B13_unfinished_commands_end(string text) => Assert.Null(Parse(text).Command);

    [Theory]
    [InlineData(" 12")]
    [InlineData("+12")]
    [InlineData("-0")]
    [InlineData("12\0")]
    [InlineData("4294967296")]
    [InlineData("012")]
    [InlineData("٣")]
    [InlineData("1_000")]
    [InlineData("0x1")]
    [InlineData("1.0")]
    public void B14_numbers(string number)
    {
        Assert.Null(Parse($"FETCH {number} FLAGS").Command);
        Assert.Null(Parse($"FETCH 1:{number} FLAGS").Command);
        Assert.Null(Parse($"FETCH 1 BODY[1.{number}]").Command);
    }

    [Fact]
    public void B14_a_number_without_end() => Assert.Null(Parse($"FETCH {new string('1', 60_000)} FLAGS").Command);

    [Fact]
    public void B15_sets_are_not_expanded()
    {
        var clock = Stopwatch.StartNew();
        string ranges = string.Join(',', Enumerable.Repeat("1:4294967295", 1000)) + ",4294967295:1,*";
        SequenceSet set = ((FetchCommand)Parse($"FETCH {ranges} FLAGS").Command!).Set;
        Assert.Equal("1:4294967295", set.Resolve(5).ToString());
        string singles = string.Join(',', Enumerable.Range(1, 12_000).Select(i => i * 2));
        set = ((FetchCommand)Parse($"FETCH {singles} FLAGS").Command!).Set;
        Assert.Equal(12_000, set.Resolve(5).Count);
        Assert.Null(Parse($"FETCH {string.Join(',', Enumerable.Repeat("1", 100_000))} FLAGS").Command);
        Assert.InRange(clock.ElapsedMilliseconds, 0, 5000);
    }

    [Fact]
    public void B16_ten_thousand_commands_in_one_piece()
    {
        string input = string.Concat(Enumerable.Range(0, 10_000).Select(i => $"t{i} NOOP\r\n"));
        string expected = string.Concat(Enumerable.Range(0, 10_000).Select(i => $"t{i} Noop\n"));
        Assert.Equal(expected, Run(input, signedIn: true));
    }

    [Theory]
    [InlineData("a NOOP\n", "a BareLineFeed\n")]
    [InlineData("a NOOP\r\r\n", "a BAD There is no such command\n")]
    [InlineData("\na NOOP\r\n", "* BareLineFeed\na Noop\n")]
    [InlineData("a SELECT x\nb DELETE Trash\r\n", "a BareLineFeed\nb Delete(Mailbox='Trash')\n")]
    [InlineData("a LOGIN {3+}\nz X\r\n", "a BareLineFeed close\n")]
    [InlineData("a NO\rOP\r\n", "a BAD There is no such command\n")]
    public void B17_line_ends(string input, string expected) => Assert.Equal(
        expected,
        System.Text.RegularExpressions.Regex.Replace(Run(input, signedIn: true), "BAD .*", "BAD There is no such command"));

    [Fact]
    public void B17_a_literal_in_a_skipped_line_is_not_hidden_by_a_bare_line_feed()
    {
        string line = new('x', 9000);
        Assert.Equal("a LineTooLong\n* TooMuchToSkip close\n", Run($"a {line} {{14+}}\nz DELETE Trash\r\n"));
        Assert.Equal("a LineTooLong\n* TooMuchToSkip close\n", Run($"a {line} {{{new string('0', 100)}14+}}\r\nz DELETE Trash\r\n"));
    }

    [Theory]
    [InlineData("SELECT x (QRESYNC")]
    [InlineData("SELECT x (QRESYNC (")]
    [InlineData("SELECT x (QRESYNC (1")]
    [InlineData("SELECT x (QRESYNC (99999999999999999999 1))")]
    [InlineData("SELECT x (QRESYNC (1 99999999999999999999))")]
    [InlineData("SELECT x (QRESYNC (2 1 (4:1 1)))")]
    [InlineData("FETCH 1 FLAGS (CHANGEDSINCE 99999999999999999999)")]
    [InlineData("STORE 1 (UNCHANGEDSINCE -1) FLAGS ()")]
    public void B25_parameters_missing_or_giant(string text) => Assert.Null(Parse(text).Command);
}
