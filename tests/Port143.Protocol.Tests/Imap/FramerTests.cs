using System.Buffers;
using System.Text;
using Port143.Protocol.Imap;

namespace Port143.Protocol.Tests.Imap;

public sealed class FramerTests
{
    private static string Run(string input, bool signedIn = true) => new FramerDriver(signedIn).Send(input).Transcript;

    [Fact]
    public void Lines_and_empty_lines() => Assert.Equal("a Noop\nb Check\n", Run("a NOOP\r\n\r\n\r\nb CHECK\r\n"));

    [Fact]
    public void A_synchronizing_literal_asks_to_continue() =>
        Assert.Equal("+\n+\na Login(User='joe', Password='x\ny')\n".Replace("\ny", "\r\ny", StringComparison.Ordinal),
            Run("a LOGIN {3}\r\njoe {4}\r\nx\r\ny\r\n"));

    [Fact]
    public void A_message_is_streamed() =>
        Assert.Equal("+ body for x\nbody 'hello'\na Append(Mailbox='x', Items=[AppendItem(Flags=['\\Seen'], Literal=0, Size=5)])\n",
            Run("a APPEND x (\\Seen) {5}\r\nhello\r\n"));

    [Fact]
    public void Several_messages_are_streamed() =>
        Assert.Equal(
            "+\nbody for x y\nbody 'hello'\n+ body for x y\nbody ''\nbody for x y\nbody '{3}\r\n'\n"
            + "a Append(Mailbox='x y', Items=[AppendItem(Literal=0, Size=5) AppendItem(Date= 1-Jan-2020 00:00:00 +0100, Literal=1, Size=0, Binary) "
            + "AppendItem(Literal=2, Size=5, Binary, Utf8)])\n",
            Run("a append {3}\r\nx y {5+}\r\nhello \"01-Jan-2020 00:00:00 +0100\" ~{0}\r\n UTF8 (~{5+}\r\n{3}\r\n)\r\n"));

    [Theory]
    [InlineData("a APPEND {5+}\r\nhello\r\n")]
    [InlineData("a NOOP {5+}\r\nhello\r\n")]
    [InlineData("a APPEND \"x {5+}\r\nhello\r\n")]
    [InlineData("a APPENDX x {5+}\r\nhello\r\n")]
    public void Only_what_stands_behind_the_mailbox_of_append_is_a_message(string input) =>
        Assert.DoesNotContain("body", Run(input), StringComparison.Ordinal);

    [Fact]
    public void Before_sign_in_nothing_is_a_message()
    {
        Assert.DoesNotContain("body", Run("a APPEND x {5+}\r\nhello\r\n", signedIn: false), StringComparison.Ordinal);
        Assert.Equal("a LiteralTooBig\nb Noop\n", Run($"a APPEND x {{5000+}}\r\n{new string('x', 5000)}\r\nb NOOP\r\n", signedIn: false));
    }

    [Theory]
    [InlineData("a APPEND Refused {5+}\r\nz X\r\n\r\nb NOOP\r\n")]
    [InlineData("a APPEND Refused {6+}\r\nz X\r\n\n (\\Seen) {9+}\r\nz DELETE\r\n\r\nb NOOP\r\n")]
    [InlineData("a APPEND Refused UTF8 (~{5+}\r\nz X\r\n)\r\nb NOOP\r\n")]
    public void A_refused_message_that_comes_anyway_is_skipped(string input) => Assert.Equal("refused Refused\nb Noop\n", Run(input));

    [Fact]
    public void A_refused_message_with_a_bad_head_is_skipped() =>
        Assert.Equal("refused That is not a date and time\nb Noop\n", Run("a APPEND x \"today\" {5+}\r\nz X\r\n\r\nb NOOP\r\n"));

    [Fact]
    public void The_second_message_can_be_refused_as_well() =>
        Assert.Equal("body for x\nbody 'hello'\nrefused That is not a date and time\nb Noop\n",
            Run("a APPEND x {5+}\r\nhello \"today\" {5+}\r\nz X\r\n\r\nb NOOP\r\n"));

    [Fact]
    public void A_refused_synchronizing_message_ends_the_command()
    {
        FramerDriver driver = new FramerDriver().Send("a APPEND Refused {5}\r\n");
        Assert.Equal("refused Refused\nb Noop\n", driver.Send("b NOOP\r\n").Transcript);
    }

    [Fact]
    public void A_literal_can_be_refused_at_its_announcement()
    {
        using var framer = new ImapFramer();
        var input = new ReadOnlySequence<byte>("a LOGIN {3}\r\n"u8.ToArray());
        Assert.Equal(FrameStep.ContinuationWanted, framer.Read(ref input, out _));
        Assert.True(framer.Refuse());
        input = new ReadOnlySequence<byte>("b NOOP\r\n"u8.ToArray());
        Assert.Equal(FrameStep.MessageComplete, framer.Read(ref input, out _));
        Assert.Equal("b NOOP", Encoding.ASCII.GetString(framer.Message));
        Assert.Throws<InvalidOperationException>(() => framer.Refuse());
        Assert.Throws<InvalidOperationException>(framer.AcceptBody);
        Assert.Throws<InvalidOperationException>(() => framer.RefuseBody());
    }

    [Fact]
    public void Nobody_reads_past_an_undecided_message()
    {
        using var framer = new ImapFramer { BodiesAllowed = true };
        var input = new ReadOnlySequence<byte>("a APPEND x {3}\r\n"u8.ToArray());
        Assert.Equal(FrameStep.BodyLiteral, framer.Read(ref input, out _));
        Assert.Throws<InvalidOperationException>(() => framer.Read(ref input, out _));
    }

    [Fact]
    public void Raw_lines_are_not_looked_into() =>
        Assert.Equal("a Idle\nline 'DONE {5}'\nb Idle\nline ''\nc Noop\n", Run("a IDLE\r\nDONE {5}\r\nb IDLE\r\n\r\nc NOOP\r\n"));

    [Fact]
    public void A_raw_line_has_a_limit()
    {
        string line = new('x', 100);
        Assert.Equal($"a Idle\nline '{line}'\nb Noop\n", Run($"a IDLE\r\n{line}\r\nb NOOP\r\n"));
        Assert.Equal("a Idle\n* LineTooLong\nb Noop\n", Run($"a IDLE\r\n{line}x{{500+}}\r\nb NOOP\r\n"));
    }

    [Theory]
    [InlineData(8192, "a BAD ")]
    [InlineData(8193, "a LineTooLong\n")]
    [InlineData(8194, "a LineTooLong\n")]
    [InlineData(8195, "a LineTooLong\n")]
    [InlineData(60000, "a LineTooLong\n")]
    public void A_line_has_a_limit_and_is_skipped(int length, string expected)
    {
        string transcript = Run("a " + new string('x', length - 2) + "\r\nb NOOP\r\n", signedIn: false);
        Assert.StartsWith(expected, transcript, StringComparison.Ordinal);
        Assert.EndsWith("\nb Noop\n", transcript, StringComparison.Ordinal);
    }

    [Fact]
    public void The_limit_of_the_line_counts_all_pieces_around_literals() =>
        Assert.Equal("a LineTooLong\nb Noop\n",
            Run($"a {new string('x', 5000)} {{1+}}\r\ny {new string('x', 5000)}\r\nb NOOP\r\n", signedIn: false));

    [Fact]
    public void What_a_skipped_line_announces_is_skipped_too() =>
        Assert.Equal("a LineTooLong\nb Noop\n",
            Run($"a {new string('x', 9000)} {{8+}}\r\nz NOOP\r\n {{8+}}\r\nz NOOP\r\n\r\nb NOOP\r\n", signedIn: false));

    [Fact]
    public void A_skipped_line_has_its_limit() =>
        Assert.Equal("a LineTooLong\n* TooMuchToSkip close\n", Run("a " + new string('x', 100_000) + "\r\nb NOOP\r\n", signedIn: false));

    [Theory]
    [InlineData("a LOGIN joe {4097+}")]
    [InlineData("a LOGIN joe {65536+}")]
    public void A_literal_has_a_limit(string line)
    {
        int size = line.Contains("4097", StringComparison.Ordinal) ? 4097 : 65536;
        Assert.Equal("a LiteralTooBig\nb Noop\n", Run($"{line}\r\n{new string('\n', size)}\r\nb NOOP\r\n", signedIn: false));
    }

    [Fact]
    public void A_literal_too_big_to_skip_closes() =>
        Assert.Equal("a LiteralTooBig close\n", Run("a LOGIN joe {65537+}\r\nz NOOP\r\nz NOOP\r\n", signedIn: false));

    [Fact]
    public void Literals_have_a_limit_together() =>
        Assert.Equal("a LiteralsTooBig\nb Noop\n",
            Run("a SEARCH" + string.Concat(Enumerable.Repeat($" TEXT {{100000+}}\r\n{new string('x', 100_000)}", 11)) + "\r\nb NOOP\r\n"));

    [Fact]
    public void Literals_have_a_limit_in_number()
    {
        Assert.Equal("a TooManyLiterals\nb Noop\n",
            Run("a X" + string.Concat(Enumerable.Repeat(" {1+}\r\nx", 5)) + "\r\nb NOOP\r\n", signedIn: false));
        Assert.DoesNotContain("Too", Run("a X" + string.Concat(Enumerable.Repeat(" {1+}\r\nx", 4)) + "\r\n", signedIn: false), StringComparison.Ordinal);
    }

    [Fact]
    public void An_idle_framer_holds_nothing()
    {
        var driver = new FramerDriver();
        driver.Send("a NOOP\r\n");
        Assert.False(driver.Framer.HoldsBuffer);
        driver.Send("b SEA");
        driver.Framer.ReleaseWhenIdle();
        Assert.True(driver.Framer.HoldsBuffer);
        driver.Send("RCH ALL\r\n");
        Assert.False(driver.Framer.HoldsBuffer);
        Assert.Equal("a Noop\nb Search(Key=AllKey)\n", driver.Transcript);
    }

    [Fact]
    public void A_delivered_command_can_be_let_go_without_more_input()
    {
        using var framer = new ImapFramer();
        var input = new ReadOnlySequence<byte>("a NOOP\r\n"u8.ToArray());
        Assert.Equal(FrameStep.MessageComplete, framer.Read(ref input, out _));
        Assert.True(framer.HoldsBuffer);
        framer.ReleaseWhenIdle();
        Assert.False(framer.HoldsBuffer);
    }

    [Fact]
    public void Reading_a_command_allocates_nothing()
    {
        using var framer = new ImapFramer();
        byte[] bytes = "a UID FETCH 1:* (FLAGS)\r\n"u8.ToArray();
        Read(framer, bytes, 100);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Read(framer, bytes, 1000);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1000);

        static void Read(ImapFramer framer, byte[] bytes, int times)
        {
            for (int i = 0; i < times; i++)
            {
                var input = new ReadOnlySequence<byte>(bytes);
                if (framer.Read(ref input, out _) != FrameStep.MessageComplete || framer.Read(ref input, out _) != FrameStep.NeedInput)
                {
                    throw new InvalidOperationException();
                }
            }
        }
    }

    [Fact]
    public void Reset_forgets_half_a_command()
    {
        var driver = new FramerDriver(signedIn: false);
        driver.Send("b LOGIN user {20}\r\n");
        driver.Framer.Reset();
        Assert.Equal("+\na Noop\n", driver.Send("a NOOP\r\n").Transcript);
    }
}
