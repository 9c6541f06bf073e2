using System.Buffers;
using System.Text;
using CsCheck;
using Port143.Mail;
using Port143.Protocol.Imap;
using Port143.Protocol.Imap.Commands;
using Port143.Protocol.Imap.Commands.Search;
using Port143.Protocol.Imap.Grammar;

namespace Port143.Protocol.Tests.Imap;

public sealed class ResponseWriterTests
{
    [Theory]
    [InlineData("", "\"\"")]
    [InlineData("a b", "\"a b\"")]
    [InlineData("\"\\", "\"\\\"\\\\\"")]
    [InlineData("a\r\nb", "{4}\r\na\r\nb")]
    [InlineData("ü", "{2}\r\nü")]
    [InlineData("a\0b", "{2}\r\nab")]
    public void Strings(string text, string expected) => Assert.Equal(expected, Write(w => w.String(text)));

    [Fact]
    public void Strings_of_a_client_that_reads_utf8()
    {
        Assert.Equal("\"ü\"", Write(w => w.String("ü"), utf8: true));
        Assert.Equal("{3}\r\nü\n", Write(w => w.String("ü\n"), utf8: true));
        Assert.Equal("{1}\r\n\u00FF", Write(w => w.String([0xFF]), utf8: true, Encoding.Latin1));
    }

    [Fact]
    public void Bytes_of_a_stream_are_put_into_the_output_itself()
    {
        var output = new ArrayBufferWriter<byte>();
        var writer = new ResponseWriter(output);
        writer.Raw("a"u8);
        for (int i = 0; i < 200_000;)
        {
            Memory<byte> room = writer.Room();
            int part = Math.Min(room.Length, 200_000 - i);
            room.Span[..part].Fill((byte)'b');
            writer.Wrote(part);
            i += part;
        }
        writer.Raw("c"u8);
        Assert.Equal(200_002, writer.Written);
        writer.Commit();
        Assert.Equal("a" + new string('b', 200_000) + "c", Encoding.ASCII.GetString(output.WrittenSpan));
    }

    [Fact]
    public void No_more_can_have_been_put_there_than_there_is_room_for()
    {
        var writer = new ResponseWriter(new ArrayBufferWriter<byte>());
        int room = writer.Room().Length;
        Assert.Throws<ArgumentOutOfRangeException>(() => writer.Wrote(room + 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => writer.Wrote(-1));
    }

    [Theory]
    [InlineData("INBOX", "INBOX")]
    [InlineData("NIL", "\"NIL\"")]
    [InlineData("", "\"\"")]
    [InlineData("a b", "\"a b\"")]
    [InlineData("a*", "\"a*\"")]
    [InlineData("a(b", "\"a(b\"")]
    [InlineData("a{1}", "\"a{1}\"")]
    [InlineData("Entwürfe", "Entw&APw-rfe")]
    public void Mailbox_names(string name, string expected) => Assert.Equal(expected, Write(w => w.Mailbox(name)));

    [Fact]
    public void Numbers_sets_and_dates()
    {
        Assert.Equal("0 18446744073709551615", Write(w => w.Number(0L).Space().Number(ulong.MaxValue)));
        Assert.Equal("1,3:4294967295", Write(w => w.Set(UidSet.Of([new UidRange(1, 1), new UidRange(3, uint.MaxValue)]))));
        Assert.Equal("\" 1-Feb-2020 03:04:05 -0130\"", Write(w => w.Date(
            InternalDate.From(new DateTimeOffset(2020, 2, 1, 3, 4, 5, TimeSpan.FromMinutes(-90))))));
        Assert.Equal("~{5}\r\n", Write(w => w.Literal8Header(5)));
        Assert.Equal("NIL", Write(w => w.NString(null)));
    }

    [Fact]
    public void Text_for_people_is_one_short_line()
    {
        Assert.Equal("a??* OK?", Write(w => w.Text("a\r\n* OK\0")));
        Assert.InRange(Write(w => w.Text(new string('x', 5000))).Length, 1, 1000);
    }

    [Fact]
    public void Strings_parse_back()
    {
        Gen<bool> utf8 = Gen.Bool;
        Gen.Select(TextOfManyScripts, utf8).Sample((text, utf8) =>
        {
            byte[] command = [.. "x SEARCH SUBJECT "u8, .. Encoding.UTF8.GetBytes(Write(w => w.String(text), utf8))];
            return ImapGrammar.Parse(command, [], default).Command is SearchCommand { Key: TextKey key } && key.Text == text;
        });
    }

    [Fact]
    public void Mailbox_names_parse_back() => Gen.Select(TextOfManyScripts, Gen.Bool).Sample((name, utf8) =>
    {
        byte[] command = [.. "x SELECT "u8, .. Encoding.UTF8.GetBytes(Write(w => w.Mailbox(name), utf8))];
        return ImapGrammar.Parse(command, [], new GrammarOptions { Utf8 = utf8 }).Command is SelectCommand select && select.Mailbox == name;
    });

    [Fact]
    public void No_data_ends_a_line() => Gen.Byte.Array[0, 40].Sample(bytes =>
    {
        string written = Write(w => w.String(bytes), utf8: false, Encoding.Latin1);
        return written[0] == '{' || written.AsSpan().IndexOfAny('\r', '\n', '\0') < 0;
    });

    [Fact]
    public void Much_is_written_in_pieces()
    {
        byte[] bytes = new byte[300_000];
        new Random(1).NextBytes(bytes);
        var output = new ArrayBufferWriter<byte>();
        new ResponseWriter(output).Literal(bytes).CrLf().Commit();
        Assert.Equal("{300000}\r\n"u8, output.WrittenSpan[..10]);
        Assert.True(output.WrittenSpan[10..^2].SequenceEqual(bytes));
    }

    private static string Write(Action<ResponseWriter> write, bool utf8 = false, Encoding? encoding = null)
    {
        var output = new ArrayBufferWriter<byte>();
        var writer = new ResponseWriter(output) { Utf8 = utf8 };
        write(writer);
        writer.Commit();
        return (encoding ?? Encoding.UTF8).GetString(output.WrittenSpan);
    }

    private static Gen<string> TextOfManyScripts { get; } =
        Gen.OneOf(Gen.Char[' ', '~'], Gen.Char['\u0001', '\u04FF'], Gen.Const('&'), Gen.Const('\u4E2D')).Select(c => c.ToString())
            .Array[0, 20].Select(parts => string.Concat(parts.Select((p, i) => i % 7 == 6 ? "😀" : p)));
}
