using System.Text;
using Port143.Protocol.Imap.Grammar;

namespace Port143.Protocol.Tests.Imap;

/// <summary>What is not a command, each for its own reason.</summary>
public sealed class BadCommandTests
{
    [Theory]
    // the frame of a command
    [InlineData("")]
    [InlineData(" NOOP")]
    [InlineData("FOO")]
    [InlineData("UID")]
    [InlineData("UID ")]
    [InlineData("UID NOOP")]
    [InlineData("UID  FETCH 1 FLAGS")]
    [InlineData("NOOP ")]
    [InlineData("NOOP x")]
    [InlineData("NOOP\r")]
    [InlineData("NOOP{3}\r\nabc")]
    [InlineData("EXPUNGE 1")]
    // strings
    [InlineData("LOGIN joe")]
    [InlineData("LOGIN joe ")]
    [InlineData("LOGIN  joe x")]
    [InlineData("LOGIN joe x ")]
    [InlineData("LOGIN joe x y")]
    [InlineData("LOGIN joe \"x")]
    [InlineData("LOGIN joe \"x\\")]
    [InlineData("LOGIN joe \"x\\n\"")]
    [InlineData("LOGIN joe \"x\0y\"")]
    [InlineData("LOGIN joe {3}\r\na\0b")]
    [InlineData("LOGIN joe {4}\r\nabc")]
    [InlineData("LOGIN joe {3}abc")]
    [InlineData("LOGIN joe ~{3}\r\nabc")]
    [InlineData("LOGIN joe x*y")]
    [InlineData("LOGIN joe (x)")]
    // mailbox names
    [InlineData("SELECT")]
    [InlineData("SELECT a&b")]
    [InlineData("SELECT &AGE-")]
    [InlineData("SELECT \"ü\"")]
    [InlineData("SELECT a*b")]
    [InlineData("SELECT x ()")]
    [InlineData("SELECT x (FOO)")]
    [InlineData("SELECT x (CONDSTORE CONDSTORE)")]
    [InlineData("SELECT x (CONDSTORE")]
    [InlineData("SELECT x (QRESYNC)")]
    [InlineData("SELECT x (QRESYNC (0 1))")]
    [InlineData("SELECT x (QRESYNC (1 0))")]
    [InlineData("SELECT x (QRESYNC (1 9223372036854775808))")]
    [InlineData("SELECT x (QRESYNC (1 2 ))")]
    [InlineData("SELECT x (QRESYNC (1 2 1:*))")]
    [InlineData("SELECT x (QRESYNC (1 2 1:3 ))")]
    [InlineData("SELECT x (QRESYNC (1 2 (1:2 4)))")]
    [InlineData("SELECT x (QRESYNC (1 2 ($ 4)))")]
    [InlineData("SELECT x (QRESYNC (1 2 (1 4) 5))")]
    [InlineData("CREATE x (USE)")]
    [InlineData("CREATE x (FOO (\\Sent))")]
    [InlineData("RENAME a")]
    // LIST and STATUS
    [InlineData("LIST \"\"")]
    [InlineData("LIST \"\" ()")]
    [InlineData("LIST (FOO) \"\" *")]
    [InlineData("LIST (RECURSIVEMATCH) \"\" *")]
    [InlineData("LIST (REMOTE RECURSIVEMATCH) \"\" *")]
    [InlineData("LIST \"\" * FOO")]
    [InlineData("LIST \"\" * RETURN (FOO)")]
    [InlineData("LIST \"\" * RETURN (STATUS)")]
    [InlineData("LIST \"\" * RETURN (STATUS ())")]
    [InlineData("STATUS x")]
    [InlineData("STATUS x ()")]
    [InlineData("STATUS x (FOO)")]
    [InlineData("STATUS x MESSAGES")]
    // ID, AUTHENTICATE, ENABLE
    [InlineData("ID")]
    [InlineData("ID (\"a\")")]
    [InlineData("ID (\"a\" \"b\"")]
    [InlineData("AUTHENTICATE")]
    [InlineData("AUTHENTICATE PLAIN ")]
    [InlineData("AUTHENTICATE PLAIN {4}\r\nAGEA")]
    [InlineData("ENABLE")]
    [InlineData("ENABLE ")]
    // sets and numbers
    [InlineData("FETCH 0 FLAGS")]
    [InlineData("FETCH 012 FLAGS")]
    [InlineData("FETCH +1 FLAGS")]
    [InlineData("FETCH 1: FLAGS")]
    [InlineData("FETCH :1 FLAGS")]
    [InlineData("FETCH 1, FLAGS")]
    [InlineData("FETCH 1:2:3 FLAGS")]
    [InlineData("FETCH 4294967296 FLAGS")]
    [InlineData("FETCH $,1 FLAGS")]
    [InlineData("FETCH 1,$ FLAGS")]
    // FETCH
    [InlineData("FETCH 1")]
    [InlineData("FETCH 1 ")]
    [InlineData("FETCH 1 ()")]
    [InlineData("FETCH 1 FOO")]
    [InlineData("FETCH 1 FLAGS UID")]
    [InlineData("FETCH 1 (FLAGS  UID)")]
    [InlineData("FETCH 1 (FLAGS )")]
    [InlineData("FETCH 1 BODY[")]
    [InlineData("FETCH 1 BODY[FOO]")]
    [InlineData("FETCH 1 BODY[MIME]")]
    [InlineData("FETCH 1 BODY[0]")]
    [InlineData("FETCH 1 BODY[1.]")]
    [InlineData("FETCH 1 BODY[1..2]")]
    [InlineData("FETCH 1 BODY[01]")]
    [InlineData("FETCH 1 BODY[HEADER.FIELDS]")]
    [InlineData("FETCH 1 BODY[HEADER.FIELDS ()]")]
    [InlineData("FETCH 1 BODY[HEADER.FIELDS ({4}\r\nA\r\nB)]")]
    [InlineData("FETCH 1 BODY[]<1>")]
    [InlineData("FETCH 1 BODY[]<1.0>")]
    [InlineData("FETCH 1 BODY[]<1.01>")]
    [InlineData("FETCH 1 BODY[]<-1.5>")]
    [InlineData("FETCH 1 BODY[]<0.9223372036854775808>")]
    [InlineData("FETCH 1 BODY.PEEK")]
    [InlineData("FETCH 1 BINARY[TEXT]")]
    [InlineData("FETCH 1 BINARY.SIZE[1]<0.5>")]
    [InlineData("FETCH 1 PREVIEW (EAGER)")]
    [InlineData("FETCH 1 FLAGS (VANISHED)")]
    [InlineData("FETCH 1 FLAGS (CHANGEDSINCE 1 VANISHED)")]
    [InlineData("UID FETCH 1 FLAGS (VANISHED)")]
    [InlineData("FETCH 1 FLAGS (CHANGEDSINCE)")]
    [InlineData("FETCH 1 FLAGS (CHANGEDSINCE 1 CHANGEDSINCE 2)")]
    [InlineData("FETCH 1 FLAGS ()")]
    // STORE, COPY
    [InlineData("STORE 1 FLAGS")]
    [InlineData("STORE 1 FLAGS ")]
    [InlineData("STORE 1 FLAGZ (a)")]
    [InlineData("STORE 1 +-FLAGS (a)")]
    [InlineData("STORE 1 FLAGS (a")]
    [InlineData("STORE 1 FLAGS (\\)")]
    [InlineData("STORE 1 FLAGS (\\*)")]
    [InlineData("STORE 1 FLAGS (\"a\")")]
    [InlineData("STORE 1 (CHANGEDSINCE 1) FLAGS (a)")]
    [InlineData("COPY 1")]
    [InlineData("MOVE x y")]
    // APPEND without a message that the framer streamed
    [InlineData("APPEND x")]
    [InlineData("APPEND x {3}\r\nabc")]
    [InlineData("APPEND x \"no date\" {3}\r\nabc")]
    // SEARCH
    [InlineData("SEARCH RETURN (PARTIAL) ALL")]
    [InlineData("SEARCH RETURN (PARTIAL 1) ALL")]
    [InlineData("SEARCH RETURN (PARTIAL 1:-2) ALL")]
    [InlineData("SEARCH RETURN (PARTIAL -1:2) ALL")]
    [InlineData("SEARCH RETURN (PARTIAL 0:2) ALL")]
    [InlineData("SEARCH RETURN (PARTIAL 1:*) ALL")]
    [InlineData("SEARCH RETURN (PARTIAL 1:4294967296) ALL")]
    [InlineData("SEARCH RETURN (PARTIAL 1:2 PARTIAL 1:2) ALL")]
    [InlineData("SEARCH RETURN (PARTIAL 1:2 ALL) ALL")]
    [InlineData("FETCH 1 UID (PARTIAL 1:2)")]
    [InlineData("UID FETCH 1 UID (PARTIAL 1:2 PARTIAL 1:2)")]
    [InlineData("UID FETCH 1 UID (PARTIAL 1)")]
    [InlineData("SEARCH")]
    [InlineData("SEARCH ")]
    [InlineData("SEARCH FOO")]
    [InlineData("SEARCH ALL ")]
    [InlineData("SEARCH ()")]
    [InlineData("SEARCH (ALL")]
    [InlineData("SEARCH NOT")]
    [InlineData("SEARCH OR ALL")]
    [InlineData("SEARCH BEFORE 30-Feb-2020")]
    [InlineData("SEARCH BEFORE 1-Foo-2020")]
    [InlineData("SEARCH BEFORE 1-Jan-20")]
    [InlineData("SEARCH BEFORE 001-Jan-2020")]
    [InlineData("SEARCH LARGER -1")]
    [InlineData("SEARCH OLDER 0")]
    [InlineData("SEARCH SUBJECT")]
    [InlineData("SEARCH HEADER x")]
    [InlineData("SEARCH KEYWORD \\Seen")]
    [InlineData("SEARCH MODSEQ \"/flags/x\" 5")]
    [InlineData("SEARCH MODSEQ \"/flags/x\" foo 5")]
    [InlineData("SEARCH RETURN MIN ALL")]
    [InlineData("SEARCH RETURN (FOO) ALL")]
    [InlineData("SEARCH RETURN (MIN)")]
    [InlineData("SEARCH CHARSET UTF-8")]
    public void Bad(string text)
    {
        ParseOutcome outcome = KnownAnswerTests.Parse(text);
        Assert.Null(outcome.Command);
        Assert.False(outcome.IsBadCharset);
        Assert.Equal("x", outcome.Tag);
        Assert.NotEmpty(outcome.Reason);
        Assert.All(outcome.Reason, c => Assert.InRange(c, ' ', '~'));
    }

    [Theory]
    [InlineData(0xFF)]
    [InlineData(0xC0)]
    [InlineData(0x80)]
    public void Text_that_is_not_utf8(byte octet)
    {
        byte[] bytes = [.. "x SEARCH SUBJECT \""u8, octet, (byte)'"'];
        Assert.Null(ImapGrammar.Parse(bytes, [], default).Command);
        bytes = [.. "x LOGIN joe {1}\r\n"u8, octet];
        Assert.Null(ImapGrammar.Parse(bytes, [], default).Command);
        bytes = [.. "x SELECT \""u8, octet, (byte)'"'];
        Assert.Null(ImapGrammar.Parse(bytes, [], new GrammarOptions { Utf8 = true }).Command);
    }

    [Fact]
    public void A_secret_is_not_part_of_what_a_command_says_of_itself()
    {
        Assert.DoesNotContain("secret", KnownAnswerTests.Parse("LOGIN joe secret").Command!.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("c2VjcmV0", KnownAnswerTests.Parse("AUTHENTICATE PLAIN c2VjcmV0").Command!.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("secret", KnownAnswerTests.Parse("LOGIN joe secret extra").Reason, StringComparison.Ordinal);
    }
}
