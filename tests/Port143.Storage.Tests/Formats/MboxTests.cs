using System.Text;
using CsCheck;
using Port143.Mail;
using Port143.Storage.Formats;

namespace Port143.Storage.Tests.Formats;

public sealed class MboxTests
{
    private const string Line = "From a@x.test Thu Aug 22 12:36:23 2002\n";

    [Fact]
    public void Messages_get_crlf_and_the_empty_line_belongs_to_the_separator() => Assert.Equal(
        ["A: 1\r\n\r\nx\r\n", "B: 2\r\n\r\ny\r\n\r\n", "", "C: 3\r\n"],
        Messages.ReadMbox($"{Line}A: 1\n\nx\n\n{Line}B: 2\n\ny\n\n\n{Line}\n{Line}C: 3\n"));

    [Fact]
    public void A_file_may_end_without_an_empty_line_or_line_end() => Assert.Equal(
        ["a\r\n", "b"], Messages.ReadMbox($"{Line}a\n\n{Line}b"));

    [Fact]
    public void From_within_a_paragraph_is_text() => Assert.Equal(
        ["a\r\nFrom b@x.test Thu Aug 22 12:36:23 2002\r\nc\r\n"], Messages.ReadMbox($"{Line}a\n{Line.Replace("a@", "b@")}c\n\n"));

    [Fact]
    public void From_after_an_empty_line_without_a_date_is_text() => Assert.Equal(
        ["a\r\n\r\nFrom here it goes on\r\n"], Messages.ReadMbox($"{Line}a\n\nFrom here it goes on\n\n"));

    [Fact]
    public void From_without_dates_separates_where_the_first_has_none() => Assert.Equal(
        ["a\r\n", "b\r\n"], Messages.ReadMbox("From x\na\n\nFrom y\nb\n\n"));

    [Fact]
    public void One_quote_is_taken_off() => Assert.Equal(
        ["\r\nFrom a\r\n>From b\r\n> From c\r\n>Fromage\r\n"], Messages.ReadMbox($"{Line}\n>From a\n>>From b\n> From c\n>Fromage\n\n"));

    [Fact]
    public void No_quote_is_taken_off_where_the_writer_quoted_nothing() => Assert.Equal(
        ["\r\n>From a\r\n", "\r\nx\r\nFrom b\r\n"], Messages.ReadMbox($"{Line}\n>From a\n\n{Line}\nx\nFrom b\n\n"));

    [Fact]
    public void Crlf_files_are_taken_as_they_are() => Assert.Equal(
        ["a\r\n\nb\r\n", "c\r\n"], Messages.ReadMbox($"{Line}a\n\nb\n\n{Line}c\n\n".Replace("\n", "\r\n").Replace("\r\n\r\nb", "\r\n\nb")));

    [Fact]
    public void Content_length_is_not_trusted() => Assert.Equal(
        ["Content-Length: 99999\r\n\r\nx\r\n", "y\r\n"], Messages.ReadMbox($"{Line}Content-Length: 99999\n\nx\n\n{Line}y\n\n"));

    [Theory]
    [InlineData("")]
    [InlineData("\n\n")]
    [InlineData("Subject: not an mbox\n\nFrom x\n")]
    public void What_is_no_mbox_has_no_messages(string text) => Assert.Empty(Messages.ReadMbox(text));

    [Theory]
    [InlineData("From a@b Thu Aug 22 12:36:23 2002", " 22-Aug-2002 12:36:23 +0000")]
    [InlineData("From a@b  Thu Aug  2 12:36:23 2002", " 2-Aug-2002 12:36:23 +0000")]
    [InlineData("From - Sat Jan 01 00:00:00 2000", " 1-Jan-2000 00:00:00 +0000")]
    [InlineData("From 123@xxx Sun Jul 13 10:00:01 +0200 2014", "13-Jul-2014 10:00:01 +0200")]
    [InlineData("From a Thu Aug 22 12:36:23 2002 -0130", "22-Aug-2002 12:36:23 -0130")]
    [InlineData("From a b c Thu Aug 22 12:36 GMT 2002", "22-Aug-2002 12:36:00 +0000")]
    [InlineData("From a Thu Feb 30 12:36:23 2002", null)]
    [InlineData("From a Thu Aug 22 25:36:23 2002", null)]
    [InlineData("From one solid piece of aluminum", null)]
    [InlineData("From ", null)]
    public void Dates_of_separators(string line, string? date) =>
        Assert.Equal(date?.TrimStart(), FromLine.ReadDate(Encoding.ASCII.GetBytes(line))?.ToString().TrimStart());

    [Fact]
    public void What_is_written_is_read_again_octet_for_octet() =>
        Gen.Select(Messages.Any.Array[1, 6], Gen.Int[1, 5000]).Sample((messages, bufferSize) =>
        {
            var file = new MemoryStream();
            var writer = new MboxWriter(file);
            var date = new InternalDate(1_700_000_000, 0);
            foreach (byte[] message in messages)
            {
                writer.Write(new MemoryStream(message), "a b@x.test", date);
            }
            writer.Flush();
            using var reader = new MboxReader(file, "test", bufferSize);
            foreach (byte[] message in messages)
            {
                Assert.True(reader.Next());
                Assert.Equal(date, reader.Date);
                Assert.Equal(Encoding.Latin1.GetString(message), Encoding.Latin1.GetString(reader.ReadMessage()));
            }
            Assert.False(reader.Next());
        });

    [Theory]
    [InlineData(1_000_000, "x")]
    [InlineData(300_000, "x\r\n")]
    [InlineData(300_000, "\r\n")]
    [InlineData(300_000, ">")]
    [InlineData(100_000, "\r\n\r\nFrom ")]
    [InlineData(100_000, "\n")]
    [InlineData(100_000, "\r")]
    public void Large_messages_survive_the_round_trip(int times, string unit)
    {
        byte[] message = Encoding.ASCII.GetBytes("A: b\r\n\r\n" + string.Concat(Enumerable.Repeat(unit, times)));
        var file = new MemoryStream();
        var writer = new MboxWriter(file);
        writer.Write(new MemoryStream(message), "", default);
        writer.Write(new MemoryStream(message), "", default);
        writer.Flush();
        using var reader = new MboxReader(file, "test", 1);
        Assert.All(reader.ReadAll(), m => Assert.True(m.AsSpan().SequenceEqual(message)));
    }

    [Fact]
    public void Status_fields_tell_flags_and_received_tells_the_date()
    {
        var facts = new HeaderFacts();
        var scanner = new HeaderScanner(facts);
        byte[] header = Encoding.ASCII.GetBytes(
            "Received: from a by b; Thu, 22 Aug\r\n 2002 07:36:16 -0400 (EDT)\r\nDate: Mon, 1 Jan 2001 00:00:00 +0000\r\nStatus: RO\r\n"
            + "X-Status: AF\r\nX-Keywords: $Forwarded a(b Work\r\nX-Mozilla-Status: 0009\r\n\r\nStatus: D\r\n");
        foreach (byte b in header)
        {
            scanner.Write([b]);
        }
        scanner.End();
        Assert.Equal(["\\Seen", "\\Answered", "\\Flagged", "$Forwarded", "Work", "\\Deleted"], facts.Flags);
        Assert.Equal("22-Aug-2002 07:36:16 -0400", facts.Date.ToString());
    }
}
