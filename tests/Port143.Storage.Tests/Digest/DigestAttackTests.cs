using System.Diagnostics;
using System.Text;
using Port143.Storage.Digest;

namespace Port143.Storage.Tests.Digest;

/// <summary>Messages made to hurt a MIME parser. Each must be taken in linear time and bounded depth, and lose nothing.</summary>
[Collection(nameof(MeasuredTests))]
public sealed class DigestAttackTests
{
    [Fact]
    public void D01_nested_multiparts_end_at_the_depth_limit()
    {
        var text = new StringBuilder();
        for (int i = 0; i < 100_000; i++)
        {
            text.Append("Content-Type: multipart/mixed; boundary=b").Append(i).Append("\r\n\r\n--b").Append(i).Append("\r\n");
        }
        MessageDigest digest = Within(1, text.ToString());
        Assert.Equal(101, digest.Parts.Count);
        Assert.Equal(PartKinds.Opaque, digest.Parts[100].Kinds & PartKinds.Opaque);
        Assert.Equal("application", digest.Parts[100].MediaType);
    }

    [Fact]
    public void D02_nested_messages_end_at_the_depth_limit()
    {
        string text = string.Concat(Enumerable.Repeat("Content-Type: message/rfc822\r\n\r\n", 100_000));
        Assert.Equal(101, Within(1, text).Parts.Count);
        text = string.Concat(Enumerable.Repeat("Content-Type: multipart/digest; boundary=x\r\n\r\n--x\r\n\r\n", 100_000));
        Assert.InRange(Within(1, text).Parts.Count, 2, 10_001);
    }

    [Theory]
    [InlineData(9_999, 9_999)]
    [InlineData(10_000, 10_000)]
    [InlineData(10_001, 10_000)]
    [InlineData(1_000_000, 10_000)]
    public void D03_siblings_end_at_the_count_limit(int made, int kept)
    {
        var text = new StringBuilder("Content-Type: multipart/mixed; boundary=b\r\n\r\n");
        for (int i = 0; i < made; i++)
        {
            text.Append("--b\r\n\r\n").Append(i).Append("\r\n");
        }
        text.Append("--b--\r\n");
        MessageDigest digest = Within(2, text.ToString());
        Assert.Equal(kept + 1, digest.Parts.Count);
        Assert.True(digest.Parts.TryFind([kept], out int last));
        Assert.Equal(kept, last);
        Assert.False(digest.Parts.TryFind([kept + 1], out _));
    }

    [Fact]
    public void D03_empty_multiparts_stay_within_the_count_limit()
    {
        var text = new StringBuilder("Content-Type: multipart/mixed; boundary=b\r\n\r\n");
        for (int i = 0; i < 20_000; i++)
        {
            text.Append("--b\r\nContent-Type: multipart/mixed; boundary=c\r\n\r\n--c--\r\n");
        }
        Within(2, text.ToString());
    }

    [Fact]
    public void D04_huge_headers_are_cut_in_the_envelope()
    {
        MessageDigest digest = Within(2, "Subject: " + new string('a', 50_000_000) + "\r\n\r\nx");
        Assert.InRange(digest.Envelope.Length, 60_000, 70_000);
        digest = Within(2, string.Concat(Enumerable.Repeat("X: y\r\n", 1_000_000)) + "Subject: s\r\n\r\nx");
        Assert.Contains("\"s\"", Encoding.ASCII.GetString(digest.Envelope), StringComparison.Ordinal);
        Within(2, "Subject: a" + string.Concat(Enumerable.Repeat("\r\n b", 1_000_000)) + "\r\n\r\nx");
        Within(2, string.Concat(Enumerable.Repeat("To: a@b\r\n", 500_000)) + "\r\nx");
    }

    [Fact]
    public void D05_many_addresses_and_deep_groups()
    {
        MessageDigest digest = Within(2, "To: " + string.Join(", ", Enumerable.Range(0, 500_000).Select(i => $"u{i}@example.org")) + "\r\n\r\n");
        Assert.Equal(5_000, WireChecker.Envelope(digest.Envelope));
        Within(2, "To: " + string.Concat(Enumerable.Repeat("g:", 200_000)) + "\r\n\r\n");
        Within(2, "To: " + string.Concat(Enumerable.Repeat("g:;", 200_000)) + "\r\n\r\n");
        Within(2, "To: " + new string('<', 500_000) + "\r\n\r\n");
        Within(2, "To: " + new string('"', 499_999) + "\r\n\r\n");
        Within(2, "To: " + new string('@', 500_000) + "\r\n\r\n");
        Within(2, "To: " + new string(',', 500_000) + "\r\n\r\n");
        Within(2, "To: " + new string('[', 500_000) + "\r\n\r\n");
        Within(2, "To: " + new string('[', 1_000_000) + "]\r\n\r\n");
        Within(2, "From:\r\nTo: <>\r\n\r\n");
    }

    [Fact]
    public void D06_many_continued_parameters()
    {
        var text = new StringBuilder("Content-Type: text/plain");
        for (int i = 0; i < 100_000; i++)
        {
            text.Append(";\r\n name*").Append(i).Append("*=%41");
        }
        MessageDigest digest = Within(1, text + "\r\n\r\nx");
        Assert.Equal(new string('A', 128), digest.Parts[0].FileName);
        digest = Within(1, "Content-Type: text/plain; name*0*=utf-8''a; name*2=c; name*99999999*=d; name*0*=b\r\n\r\nx");
        Assert.Equal("a", digest.Parts[0].FileName);
        Within(1, "Content-Type: text/plain" + string.Concat(Enumerable.Repeat(";a*0*=%", 500_000)) + "\r\n\r\nx");
        Within(1, "Content-Type: text/plain; " + string.Concat(Enumerable.Repeat("a=\"", 500_000)) + "\r\n\r\nx");
    }

    [Fact]
    public void D07_encoded_words_of_every_kind()
    {
        Within(2, "Subject: " + string.Concat(Enumerable.Repeat("=?utf-8?B?w6Q=?=\r\n ", 100_000)) + "\r\n\r\n");
        foreach (string word in new[] { "=?x-none?Q?a?=", "=?utf-8?Q?=ED=A0=80?=", "=?utf-8?Q?=?utf-8?Q?a?=?=", "=?utf-8?B?////?=", "=?", "=??Q??=" })
        {
            MessageDigest digest = Within(1, $"Content-Disposition: attachment; filename=\"{word}\"\r\nSubject: {word}\r\n\r\n");
            Assert.NotNull(digest.Parts[0].FileName);
        }
    }

    [Fact]
    public void D08_comments_without_end()
    {
        string open = new('(', 100_000);
        Within(1, $"From: {open}\\\r\nDate: {open}\\\r\nContent-Type: {open}\\\r\nContent-Disposition: {open}\\\r\n\r\n");
        Within(1, $"To: {string.Concat(Enumerable.Repeat("(a", 200_000))}) x@y\r\n\r\n");
        Within(1, "Date: " + string.Concat(Enumerable.Repeat("()", 300_000)) + "\r\n\r\n");
    }

    [Theory]
    [InlineData("plain", """((NIL NIL "plain" ""))""")]
    [InlineData("<a@b", """((NIL NIL "a" "b"))""")]
    [InlineData("a@b>", """((NIL NIL "a" "b>"))""")]
    [InlineData("A B <a@b>", """(("A B" NIL "a" "b"))""")]
    [InlineData("\"A \\\"B\\\"\" <a@b>", """(("A \"B\"" NIL "a" "b"))""")]
    [InlineData("a@b (The Name)", """(("The Name" NIL "a" "b"))""")]
    [InlineData("a@b <c@d>", """(("a@b" NIL "c" "d"))""")]
    [InlineData("A B a@b", """(("A B" NIL "a" "b"))""")]
    [InlineData("<@x,@y:a@b>", """((NIL "@x,@y" "a" "b"))""")]
    [InlineData("\"a b\"@c", """((NIL NIL "a b" "c"))""")]
    [InlineData("a . b @ c . d", """((NIL NIL "a.b" "c.d"))""")]
    [InlineData("a@[IPv6:::1]", """((NIL NIL "a" "[IPv6:::1]"))""")]
    [InlineData("G: a@b, c@d;, e@f", """((NIL NIL "G" NIL)(NIL NIL "a" "b")(NIL NIL "c" "d")(NIL NIL NIL NIL)(NIL NIL "e" "f"))""")]
    [InlineData("undisclosed-recipients:;", """((NIL NIL "undisclosed-recipients" NIL)(NIL NIL NIL NIL))""")]
    [InlineData("team: (nobody yet) ;", """((NIL NIL "team" NIL)(NIL NIL NIL NIL))""")]
    [InlineData("<>", """((NIL NIL "" ""))""")]
    [InlineData("", "NIL")]
    [InlineData(" , ,", "NIL")]
    [InlineData("=?utf-8?Q?a?= <a@b>", """(("=?utf-8?Q?a?=" NIL "a" "b"))""")]
    [InlineData("J\u00f6rg <j@x>", """(("=?UTF-8?B?SsO2cmc=?=" NIL "j" "x"))""")]
    [InlineData("\"open <a@b>", """(("\"open" NIL "a" "b"))""")]
    public void D09_addresses_good_and_bad(string field, string expected)
    {
        MessageDigest digest = DigestAssert.Build($"To: {field}\n\n");
        Assert.Equal($"(NIL NIL NIL NIL NIL {expected} NIL NIL NIL NIL)", Encoding.ASCII.GetString(digest.Envelope));
    }

    [Theory]
    [InlineData("")]
    [InlineData(":")]
    [InlineData(":\r\n:\r\n")]
    [InlineData(" folded first\r\n\r\n")]
    [InlineData("\r\n")]
    [InlineData("\r")]
    [InlineData("\0\0\0")]
    [InlineData("no colon\r\nSubject: s\r\n\r\nx")]
    [InlineData("Content-Type:\r\n\r\nx")]
    [InlineData("Content-Type: ;;;\r\n\r\nx")]
    [InlineData("Content-Type: multipart/mixed; boundary=\"\"\r\n\r\n--\r\n\r\nx")]
    [InlineData("Content-Type: multipart/mixed; boundary=x")]
    [InlineData("Content-Type: message/rfc822")]
    [InlineData("Content-Type: text/plain\r\nContent-Transfer-Encoding: \u0001\u0002\r\n\r\nx")]
    public void D10_malformed_headers_are_taken(string message) => DigestAssert.Holds(Encoding.UTF8.GetBytes(message));

    [Fact]
    public void D11_boundaries_long_prefixed_and_missing()
    {
        string mega = new('b', 1_000_000);
        MessageDigest digest = Within(1, $"Content-Type: multipart/mixed; boundary={mega}\r\n\r\n--{mega}\r\n\r\nx\r\n--{mega}--\r\n");
        Assert.Equal("text", digest.Parts[0].MediaType);
        digest = DigestAssert.Build("Content-Type: multipart/mixed; boundary=a\n\n--ab\n--a  \nContent-Type: multipart/mixed; boundary=ab\n\n--ab\n\none\n--a\n\ntwo\n--abc\n");
        Assert.Equal(4, digest.Parts.Count);
        Assert.Equal(3, digest.Parts[2].BodyLength);
        Assert.True(digest.Parts.TryLocate([2], SectionKind.All, out long offset, out long length));
        Assert.Equal(("two\r\n--abc\r\n".Length, digest.Parts.MessageLength), ((int)length, offset + length));
        string many = string.Concat(Enumerable.Range(0, 99).Select(i => $"Content-Type: multipart/mixed; boundary={new string('a', 900)}{i:00}\r\n\r\n--{new string('a', 900)}{i:00}\r\n"));
        Within(3, many + "\r\n" + string.Concat(Enumerable.Repeat("--" + new string('a', 902) + "\r\n", 5_000)));
    }

    [Fact]
    public void D12_broken_utf8_and_nul()
    {
        foreach (byte[] bad in new byte[][] { [0xC3], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xF8, 0x88, 0x80, 0x80, 0x80], [0], [0xFF, 0xFE], [0xE2, 0x82] })
        {
            byte[] message = [.. "From: "u8, .. bad, .. " <a@b>\r\nSubject: "u8, .. bad, .. "\r\nContent-Type: text/html; charset=utf-8; name=\""u8, .. bad, .. "\"\r\n\r\n"u8, .. bad];
            DigestAssert.Holds(message);
        }
    }

    [Fact]
    public void D13_hostile_html_and_long_text()
    {
        foreach (string html in new[] { "<", "<!--", "<style>", "&", "&#", "<a ", "<script><", "</", "&#x110000;", "<head>" })
        {
            Within(1, "Content-Type: text/html\r\n\r\n" + string.Concat(Enumerable.Repeat(html, 5_000_000 / html.Length)));
        }
        Assert.Equal(200, Within(1, "\r\n" + new string('x', 50_000_000)).Preview.Length);
        Assert.Equal("", Within(1, "\r\n" + new string(' ', 50_000_000)).Preview);
    }

    [Theory]
    [InlineData(TransferEncoding.Base64, "QUJD", "ABC")]
    [InlineData(TransferEncoding.Base64, "QU\r\n JD\r\n\r\n", "ABC")]
    [InlineData(TransferEncoding.Base64, "", "")]
    [InlineData(TransferEncoding.Base64, "QUJD*", null)]
    [InlineData(TransferEncoding.Base64, "QUJ", null)]
    [InlineData(TransferEncoding.Base64, "QUI=QUJD", null)]
    [InlineData(TransferEncoding.QuotedPrintable, "a=3Db  \r\nc=\r\nd=C3", "a=b\r\ncd\u00c3")]
    [InlineData(TransferEncoding.QuotedPrintable, "a=ZZ", null)]
    [InlineData(TransferEncoding.QuotedPrintable, "a=4", null)]
    [InlineData(TransferEncoding.QuotedPrintable, "a=", "a")]
    [InlineData(TransferEncoding.UUEncode, "begin 644 a\r\n#04)#\r\n`\r\nend\r\n", "ABC")]
    [InlineData(TransferEncoding.UUEncode, "begin 644 a\r\n#04)#\r\n", null)]
    [InlineData(TransferEncoding.UUEncode, "begin 644 a\r\nM\r\nend\r\n", null)]
    [InlineData(TransferEncoding.UUEncode, "#04)#\r\n", null)]
    [InlineData(TransferEncoding.EightBit, "a\r\n", "a\r\n")]
    [InlineData(TransferEncoding.Unknown, "a", null)]
    public void D15_content_is_decoded_exactly_or_not_at_all(TransferEncoding encoding, string text, string? expected)
    {
        bool good = ContentDecoder.TryDecode(Encoding.Latin1.GetBytes(text), encoding, out byte[] decoded);
        Assert.Equal(expected is not null, good);
        Assert.Equal(expected ?? "", Encoding.Latin1.GetString(decoded));
    }

    private static MessageDigest Within(double seconds, string text)
    {
        byte[] message = Encoding.UTF8.GetBytes(text);
        long start = Stopwatch.GetTimestamp();
        MessageDigest.Build(message);
        double took = Stopwatch.GetElapsedTime(start).TotalSeconds;
        Assert.True(took < seconds, $"took {took:F2} s");
        return DigestAssert.Holds(message);
    }
}
