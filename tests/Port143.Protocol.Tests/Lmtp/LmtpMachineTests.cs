using System.Text;
using Port143.Protocol.Lmtp;

namespace Port143.Protocol.Tests.Lmtp;

public sealed class LmtpMachineTests
{
    private const string Hello = "LHLO client.test\r\n";
    private const string Envelope = Hello + "MAIL FROM:<a@x.test>\r\nRCPT TO:<b@y.test>\r\n";

    [Fact]
    public void A_message_is_taken_and_answered()
    {
        LmtpDriver driver = new LmtpDriver().Send(Envelope + "DATA\r\nSubject: x\r\n\r\nhello\r\n..\r\n.\r\nQUIT\r\n");
        Assert.Equal("250 250 250 354 250 221", driver.Codes);
        Assert.Equal([("b@y.test", "Subject: x\r\n\r\nhello\r\n.\r\n")], driver.Delivered);
        Assert.True(driver.IsClosed);
    }

    [Fact]
    public void Lhlo_announces_the_extensions()
    {
        string replies = new LmtpDriver(new LmtpMachineOptions { HostName = "mx.test", MaxMessageSize = 1234 }).Send(Hello).Replies;
        Assert.Equal(
            "220 mx.test LMTP Port143\r\n250-mx.test\r\n250-PIPELINING\r\n250-8BITMIME\r\n250-SMTPUTF8\r\n250-SIZE 1234\r\n"
            + "250-ENHANCEDSTATUSCODES\r\n250 CHUNKING\r\n",
            replies);
    }

    [Theory]
    [InlineData("HELO x\r\n", "500")]
    [InlineData("EHLO x\r\n", "500")]
    [InlineData("LHLO\r\n", "501")]
    [InlineData("LHLO a b\r\n", "501")]
    [InlineData("LHLO a(b)\r\n", "501")]
    [InlineData("MAIL FROM:<a@b>\r\n", "503")]
    [InlineData("lhlo x\r\nRCPT TO:<a@b>\r\n", "250 503")]
    [InlineData(Hello + "DATA\r\n", "250 503")]
    [InlineData(Hello + "MAIL FROM:<>\r\nDATA\r\n", "250 250 503")]
    [InlineData(Hello + "MAIL FROM:<>\r\nMAIL FROM:<>\r\n", "250 250 503")]
    [InlineData(Hello + "MAIL FROM:<>\r\nRSET\r\nMAIL FROM:<>\r\n", "250 250 250 250")]
    [InlineData(Hello + "MAIL FROM:<>\r\nLHLO y\r\nMAIL FROM:<>\r\n", "250 250 250 250")]
    [InlineData(Hello + "MAIL FROM:<>\r\nRCPT TO:<unknown@b>\r\nDATA\r\n", "250 250 550 503")]
    [InlineData("NOOP\r\nNOOP x\r\nHELP\r\nVRFY x\r\nVRFY\r\nFOO\r\nfoobar\r\n\r\nQUIT\r\n", "250 250 214 252 501 500 500 500 221")]
    [InlineData("STARTTLS\r\nAUTH PLAIN\r\nETRN x\r\nTURN\r\nEXPN x\r\n", "500 500 500 500 500")]
    [InlineData(Hello + "MAIL FROM:<a@b> SIZE=1000 BODY=8BITMIME SMTPUTF8\r\n", "250 250")]
    [InlineData(Hello + "mail from:<a@b> size=1000 body=7bit\r\n", "250 250")]
    [InlineData(Hello + "MAIL FROM:<a@b> SIZE=x\r\n", "250 501")]
    [InlineData(Hello + "MAIL FROM:<a@b> SIZE=-1\r\n", "250 501")]
    [InlineData(Hello + "MAIL FROM:<a@b> SIZE=99999999999999999999999\r\n", "250 501")]
    [InlineData(Hello + "MAIL FROM:<a@b> SIZE=9999999999999\r\n", "250 552")]
    [InlineData(Hello + "MAIL FROM:<a@b> SIZE=1 SIZE=1\r\n", "250 555")]
    [InlineData(Hello + "MAIL FROM:<a@b> BODY=BINARYMIME\r\n", "250 555")]
    [InlineData(Hello + "MAIL FROM:<a@b> RET=FULL\r\n", "250 555")]
    [InlineData(Hello + "MAIL FROM:<a@b> \r\n", "250 501")]
    [InlineData(Hello + "MAIL FROM:<a@b>SIZE=1\r\n", "250 501")]
    [InlineData(Hello + "MAIL FROM: <a@b>\r\n", "250 501")]
    [InlineData(Hello + "MAIL FROM:a@b\r\n", "250 501")]
    [InlineData(Hello + "MAIL FROM:<>\r\nRCPT TO:<a@b> NOTIFY=NEVER\r\n", "250 250 555")]
    public void Commands_get_the_right_codes(string input, string codes) => Assert.Equal(codes, new LmtpDriver().Send(input).Codes);

    [Theory] // H01
    [InlineData("<\"\"@x>", "501")]
    [InlineData("<@>", "501")]
    [InlineData("<>", "501")]
    [InlineData("<@x>", "501")]
    [InlineData("<a@>", "501")]
    [InlineData("<a>", "501")]
    [InlineData("a@x", "501")]
    [InlineData("<a@x", "501")]
    [InlineData("<a..b@x>", "501")]
    [InlineData("<.a@x>", "501")]
    [InlineData("<a.@x>", "501")]
    [InlineData("<a b@x>", "501")]
    [InlineData("<a@x..y>", "501")]
    [InlineData("<a@-x>", "501")]
    [InlineData("<a@x->", "501")]
    [InlineData("<a@[1.2.3.4>", "501")]
    [InlineData("<a@b@c>", "501")]
    [InlineData("<\"a\u0001\"@x>", "501")]
    [InlineData("<\"a@x>", "501")]
    [InlineData("<a\u00e9@x>", "501")]
    [InlineData("<@r:>", "501")]
    [InlineData("<@r,a@x>", "501")]
    [InlineData("<a@x>\0", "500")]
    [InlineData("<a@x>", "250")]
    [InlineData("<\"a b\\\"\"@x>", "250")]
    [InlineData("<a@[192.0.2.1]>", "250")]
    [InlineData("<a@[IPv6:2001:db8::1]>", "250")]
    [InlineData("<@r1,@r2:a@x>", "250")]
    [InlineData("<Postmaster>", "250")]
    [InlineData("<a+detail=x@x>", "250")]
    public void H01_odd_paths(string path, string code) =>
        Assert.Equal("250 250 " + code, new LmtpDriver().Send(Hello + $"MAIL FROM:<>\r\nRCPT TO:{path}\r\n").Codes);

    [Theory] // H01
    [InlineData(64, 10, "250")]
    [InlineData(65, 10, "501")]
    [InlineData(1000, 10, "501")]
    [InlineData(10, 255, "250")]
    [InlineData(10, 256, "501")]
    public void H01_long_paths(int local, int domain, string code)
    {
        string path = $"<{new string('a', local)}@{new string('b', domain)}>";
        Assert.Equal("250 250 " + code, new LmtpDriver().Send(Hello + $"MAIL FROM:<>\r\nRCPT TO:{path}\r\n").Codes);
    }

    [Fact]
    public void H01_utf8_paths_need_smtputf8_and_must_be_valid()
    {
        byte[] rcpt = Encoding.UTF8.GetBytes("RCPT TO:<пример@пример.test>\r\n");
        Assert.Equal("250 250 553", new LmtpDriver().Send(Hello + "MAIL FROM:<>\r\n").Send(rcpt).Codes);
        Assert.Equal("250 250 250", new LmtpDriver().Send(Hello + "MAIL FROM:<> SMTPUTF8\r\n").Send(rcpt).Codes);
        Assert.Equal("250 250 501", new LmtpDriver().Send(Hello + "MAIL FROM:<> SMTPUTF8\r\nRCPT TO:<\u00e9@x>\r\n").Codes);
        Assert.Equal("250 553", new LmtpDriver().Send(Hello).Send(Encoding.UTF8.GetBytes("MAIL FROM:<é@x>\r\n")).Codes);
    }

    [Fact]
    public void Quotes_and_source_routes_do_not_matter()
    {
        LmtpDriver driver = new LmtpDriver().Send(
            Hello + "MAIL FROM:<>\r\nRCPT TO:<\"jo\\e\"@y.test>\r\nRCPT TO:<@r.test:jo@y.test>\r\nDATA\r\n.\r\n");
        Assert.Equal("joe@y.test,jo@y.test", driver.Delivered[0].Recipients);
    }

    [Fact]
    public void H02_a_hundred_recipients_and_one_reply_for_each_accepted_one()
    {
        var input = new StringBuilder(Hello + "MAIL FROM:<>\r\n");
        for (int i = 0; i < 97; i++)
        {
            input.Append($"RCPT TO:<u{i}@x>\r\n");
        }
        input.Append("RCPT TO:<full@x>\r\nRCPT TO:<unknown@x>\r\nRCPT TO:<a@x>\r\nRCPT TO:<b@x>\r\nRCPT TO:<c@x>\r\nDATA\r\n\r\n.\r\nNOOP\r\n");
        string[] codes = new LmtpDriver().Send(input.ToString()).Codes.Split(' ');
        // LHLO, MAIL, 102 RCPT of which one is unknown and one too many, DATA, 100 replies, NOOP.
        Assert.Equal(2 + 102 + 1 + 100 + 1, codes.Length);
        Assert.Equal("550", codes[2 + 98]);
        Assert.Equal("452", codes[2 + 101]);
        Assert.Equal("354", codes[2 + 102]);
        Assert.Equal("452", codes[2 + 102 + 1 + 97]);
        Assert.Equal(2 + 100 + 99 + 1, codes.Count(c => c == "250"));
    }

    [Fact]
    public void H02_a_hundred_thousand_recipients_are_refused_one_by_one()
    {
        LmtpDriver driver = new LmtpDriver().Send(Hello + "MAIL FROM:<>\r\n");
        byte[] rcpt = "RCPT TO:<u@x>\r\n"u8.ToArray();
        for (int i = 0; i < 100_000; i++)
        {
            driver.Send(rcpt);
        }
        Assert.Equal(100, driver.Machine.RecipientCount);
        Assert.False(driver.IsClosed);
    }

    [Theory] // H03, B17
    [InlineData("\n.\n")]
    [InlineData("\r.\r\n")]
    [InlineData("\n.\r\n")]
    [InlineData("\r\n.\n")]
    [InlineData("\r.\r")]
    [InlineData("\r\n.\r")]
    [InlineData("\r\n.\rx")]
    [InlineData("\r\n.\r\r\n")]
    [InlineData("\r\r\n.\n")]
    [InlineData("\n\r.\r\n")]
    public void H03_only_crlf_dot_crlf_ends_a_message(string odd)
    {
        string body = "x" + odd + "MAIL FROM:<evil@x>\r\nRCPT TO:<evil@x>\r\nDATA\r\nevil\r\n";
        LmtpDriver driver = new LmtpDriver().Send(Envelope + "DATA\r\n" + body);
        Assert.Equal("250 250 250 354", driver.Codes);
        driver.Send(".\r\n");
        Assert.Equal("250 250 250 354 250", driver.Codes);
        string expected = body.Replace("\r\n.", "\r\n", StringComparison.Ordinal);
        Assert.Equal(expected, Assert.Single(driver.Delivered).Message);
    }

    [Theory] // B17
    [InlineData("NOOP\nNOOP\r\n", "500")]
    [InlineData("NOOP\rNOOP\r\n", "500")]
    [InlineData("NOOP\r\r\n", "500")]
    [InlineData("NOOP\n\r\n", "500")]
    [InlineData("NOOP\0\r\n", "500")]
    [InlineData("NOOP\n\rNOOP\r\n", "500")]
    public void B17_bare_controls_in_a_command_are_refused_and_do_not_split_it(string input, string codes) =>
        Assert.Equal(codes, new LmtpDriver().Send(input).Codes);

    [Theory]
    [InlineData(2048, "250")]
    [InlineData(2049, "500")]
    [InlineData(100_000, "500")]
    public void A_line_over_the_limit_is_skipped_to_its_end(int length, string code)
    {
        string line = "NOOP " + new string('x', length - 5) + "\r\nNOOP\r\n";
        Assert.Equal(code + " 250", new LmtpDriver().Send(line).Codes);
        var slowly = new LmtpDriver();
        foreach (byte b in Encoding.ASCII.GetBytes(line))
        {
            slowly.Send([b]);
        }
        Assert.Equal(code + " 250", slowly.Codes);
    }

    [Fact]
    public void H04_a_message_over_the_size_is_dropped_and_answered_once_per_recipient()
    {
        var driver = new LmtpDriver(new LmtpMachineOptions { MaxMessageSize = 1000 });
        driver.Send(Envelope + "RCPT TO:<c@y.test>\r\nDATA\r\n");
        for (int i = 0; i < 100; i++)
        {
            driver.Send(new string('x', 100) + "\r\n");
        }
        Assert.Equal(1, driver.Aborted);
        driver.Send(".\r\nMAIL FROM:<>\r\nRCPT TO:<b@x>\r\nDATA\r\nsmall\r\n.\r\n");
        Assert.Equal("250 250 250 250 354 552 552 250 250 354 250", driver.Codes);
        Assert.Equal([("b@x", "small\r\n")], driver.Delivered);
    }

    [Fact]
    public void Chunks_make_a_message()
    {
        LmtpDriver driver = new LmtpDriver().Send(Envelope + "BDAT 5\r\n.\r\n\r\nBDAT 3\r\nQUINOOP\r\nBDAT 0 LAST\r\nNOOP\r\n");
        Assert.Equal("250 250 250 250 250 250 250 250", driver.Codes);
        Assert.Equal(".\r\n\r\nQUI", driver.Delivered[0].Message);
    }

    [Theory]
    [InlineData("BDAT 4\r\nQUITNOOP\r\n", "503 250")]
    [InlineData(Hello + "MAIL FROM:<>\r\nBDAT 4 LAST\r\nQUITMAIL FROM:<>\r\n", "250 250 503 250")]
    [InlineData(Hello + "MAIL FROM:<>\r\nBDAT 4\r\nQUITRCPT TO:<a@b>\r\nBDAT 4 LAST\r\nQUITNOOP\r\n", "250 250 503 503 503 250")]
    [InlineData(Envelope + "BDAT 4\r\nQUITDATA\r\nRSET\r\nMAIL FROM:<>\r\n", "250 250 250 250 503 250 250")]
    [InlineData(Envelope + "BDAT x\r\nQUIT\r\n", "250 250 250 501")]
    [InlineData(Envelope + "BDAT 99999999999999999999\r\nQUIT\r\n", "250 250 250 501")]
    [InlineData(Envelope + "BDAT 4 FIRST\r\nQUIT\r\n", "250 250 250 501")]
    public void Chunks_in_the_wrong_place_are_never_read_as_commands(string input, string codes)
    {
        LmtpDriver driver = new LmtpDriver().Send(input);
        Assert.Equal(codes, driver.Codes);
        Assert.Empty(driver.Delivered);
    }

    [Fact]
    public void Chunks_over_the_size_are_refused()
    {
        var driver = new LmtpDriver(new LmtpMachineOptions { MaxMessageSize = 10 });
        driver.Send(Envelope + "BDAT 8\r\n12345678BDAT 8\r\n12345678BDAT 1 LAST\r\n1NOOP\r\n");
        Assert.Equal("250 250 250 250 552 552 250", driver.Codes);
        Assert.Equal(1, driver.Aborted);
    }

    [Fact]
    public void Too_many_wrong_commands_close_the_session()
    {
        LmtpDriver driver = new LmtpDriver(new LmtpMachineOptions { MaxBadCommands = 3 }).Send("X\r\nX\r\nX\r\nX\r\nNOOP\r\n");
        Assert.Equal("500 500 500 421", driver.Codes);
        Assert.True(driver.IsClosed);
    }

    [Fact] // H07
    public void H07_a_refused_session_gets_no_further_than_quit()
    {
        var driver = new LmtpDriver();
        driver.Machine.RefuseSession(LmtpReplies.NotAllowed, new System.Buffers.ArrayBufferWriter<byte>());
        Assert.Equal("554 554 221", driver.Send(Hello + "MAIL FROM:<>\r\nQUIT\r\n").Codes);
    }
}
