using System.Text;
using Port143.Storage.Digest;

namespace Port143.Storage.Tests.Digest;

/// <summary>Known answers, written by hand.</summary>
public sealed class DigestShapeTests
{
    [Fact]
    public void Plain_message_without_mime_is_us_ascii_text()
    {
        MessageDigest digest = Build("""
            From: Ann <ann@example.org>
            To: bob@example.net, "Carl C." <carl@example.com>
            Subject: Lunch
            Date: Mon, 7 Feb 1994 21:52:25 -0800 (PST)
            Message-ID: <1@example.org>

            At noon?
            Ann
            """);
        Equal("""("Mon, 7 Feb 1994 21:52:25 -0800" "Lunch" (("Ann" NIL "ann" "example.org")) (("Ann" NIL "ann" "example.org")) (("Ann" NIL "ann" "example.org")) ((NIL NIL "bob" "example.net")("Carl C." NIL "carl" "example.com")) NIL NIL NIL "<1@example.org>")""",
            digest.Envelope);
        Equal("""("TEXT" "PLAIN" ("CHARSET" "US-ASCII") NIL NIL "7BIT" 13 2)""", digest.Body);
        Equal("""("TEXT" "PLAIN" ("CHARSET" "US-ASCII") NIL NIL "7BIT" 13 2 NIL NIL NIL NIL)""", digest.BodyStructure);
        Assert.Equal("At noon? Ann", digest.Preview);
        Assert.Equal(" 7-Feb-1994 21:52:25 -0800", digest.SentDate.ToString());
    }

    [Fact]
    public void Empty_message_has_one_empty_part()
    {
        MessageDigest digest = MessageDigest.Build([]);
        Equal("(NIL NIL NIL NIL NIL NIL NIL NIL NIL NIL)", digest.Envelope);
        Equal("""("TEXT" "PLAIN" ("CHARSET" "US-ASCII") NIL NIL "7BIT" 0 0)""", digest.Body);
        Assert.Equal(0, digest.HeaderLength);
    }

    [Fact]
    public void Nested_multipart_with_message_and_attachment()
    {
        MessageDigest digest = Build("""
            Subject: all
            MIME-Version: 1.0
            Content-Type: multipart/mixed; boundary="out er"
            Content-Language: en, de

            preamble
            --out er
            Content-Type: multipart/alternative; boundary=out

            --out
            Content-Type: text/plain; charset=utf-8
            Content-Transfer-Encoding: 8bit

            one
            two
            --out
            Content-Type: text/html; charset="utf-8"

            <p>one</p>
            --out--
            epilogue
            --out er
            Content-Type: message/rfc822
            Content-Description: forwarded

            Subject: inner
            From: x@y

            hi

            --out er
            Content-Type: application/pdf; name="a.pdf"
            Content-Transfer-Encoding: base64
            Content-ID: <c1@x>
            Content-MD5: abc==
            Content-Disposition: attachment; filename*=utf-8''%e2%82%ac.pdf; size=3
            Content-Location: http://x/
             y.pdf

            QUJD
            --out er--
            """);
        Equal("""((("TEXT" "PLAIN" ("CHARSET" "utf-8") NIL NIL "8BIT" 8 2)("TEXT" "HTML" ("CHARSET" "utf-8") NIL NIL "7BIT" 10 1) "ALTERNATIVE")("MESSAGE" "RFC822" NIL NIL "forwarded" "7BIT" 33 4 X)("APPLICATION" "PDF" ("NAME" "a.pdf") "<c1@x>" NIL "BASE64" 4) "MIXED")"""
            .Replace("33 4 X", """33 (NIL "inner" ((NIL NIL "x" "y")) ((NIL NIL "x" "y")) ((NIL NIL "x" "y")) NIL NIL NIL NIL NIL) ("TEXT" "PLAIN" ("CHARSET" "US-ASCII") NIL NIL "7BIT" 4 1) 4"""),
            digest.Body);
        string structure = Encoding.Latin1.GetString(digest.BodyStructure);
        Assert.EndsWith(""" "BASE64" 4 "abc==" ("ATTACHMENT" ("FILENAME" "=?UTF-8?B?4oKsLnBkZg==?=" "SIZE" "3")) NIL "http://x/y.pdf") "MIXED" ("BOUNDARY" "out er") NIL ("en" "de") NIL)""", structure);
        Assert.Equal([1, 2], digest.Parts.PathOf(3));
        Assert.True(digest.Parts.TryFind([2, 1], out int embedded));
        Assert.Equal(5, embedded);
        Assert.Equal("\u20ac.pdf", digest.Parts[6].FileName);
        Assert.Equal("one two", digest.Preview);
    }

    [Fact]
    public void Digest_parts_are_messages_and_an_empty_multipart_shows_one_part()
    {
        MessageDigest digest = Build("Content-Type: multipart/digest; boundary=a\n\n--a\n\nSubject: in\n\nx\n--a--\n");
        Equal("""(("MESSAGE" "RFC822" NIL NIL NIL "7BIT" 16 3 X) "DIGEST")"""
            .Replace("3 X", """(NIL "in" NIL NIL NIL NIL NIL NIL NIL NIL) ("TEXT" "PLAIN" ("CHARSET" "US-ASCII") NIL NIL "7BIT" 1 1) 3"""), digest.Body);
        digest = Build("Content-Type: multipart/mixed; boundary=a\n\nno part\n");
        Equal("""(("TEXT" "PLAIN" ("CHARSET" "US-ASCII") NIL NIL "7BIT" 0 0) "MIXED")""", digest.Body);
    }

    [Theory]
    [InlineData("", "\"\"")]
    [InlineData(" a \"b\" \\", "\"a \\\"b\\\" \\\\\"")]
    [InlineData(" one\n  two", "\"one  two\"")]
    [InlineData(" =?utf-8?Q?a?=\n =?utf-8?Q?b?=", "\"=?utf-8?Q?a?= =?utf-8?Q?b?=\"")]
    [InlineData(" Gr\u00fc\u00dfe an \u00e4 \u00f6 alle", "\"=?UTF-8?B?R3LDvMOfZQ==?= an =?UTF-8?B?w6Qgw7Y=?= alle\"")]
    public void Subjects(string field, string expected) =>
        Equal($"(NIL {expected} NIL NIL NIL NIL NIL NIL NIL NIL)", Build($"Subject:{field}\n\n").Envelope);

    [Fact]
    public void Latin_1_is_recoded_and_long_text_is_a_literal()
    {
        byte[] latin = Encoding.Latin1.GetBytes("Subject: Gr\u00fc\u00dfe\r\n\r\n");
        Equal("(NIL \"=?UTF-8?B?R3LDvMOfZQ==?=\" NIL NIL NIL NIL NIL NIL NIL NIL)", DigestAssert.Holds(latin).Envelope);
        Equal("(NIL {5000}\r\n" + new string('a', 5000) + " NIL NIL NIL NIL NIL NIL NIL NIL)", Build("Subject: " + new string('a', 5000)).Envelope);
    }

    [Fact]
    public void Sender_and_reply_to_default_to_from_and_lists_are_joined()
    {
        Equal("""(NIL NIL ((NIL NIL "a" "b")) ((NIL NIL "c" "d")) ((NIL NIL "a" "b")) ((NIL NIL "e" "f")(NIL NIL "g" "h")) NIL NIL NIL NIL)""",
            Build("From: a@b\nSender: c@d\nReply-To:\nTo: e@f\nTo: g@h\n\n").Envelope);
    }

    [Theory]
    [InlineData("name*0*=utf-8''%E2%82; name*1*=%AC; name*2=\".pdf\"", "(\"NAME\" \"=?UTF-8?B?4oKsLnBkZg==?=\")", "\u20ac.pdf")]
    [InlineData("name*=iso-8859-1'en'a%20b", "(\"NAME\" \"a b\")", "a b")]
    [InlineData("name=plain; name*=utf-8''star", "(\"NAME\" \"star\")", "star")]
    [InlineData("name=my file.pdf; x=y z", "(\"NAME\" \"my file.pdf\" \"X\" \"y\")", "my file.pdf")]
    [InlineData("name=\"=?utf-8?Q?a?=\"", "(\"NAME\" \"=?utf-8?Q?a?=\")", "a")]
    [InlineData("name=\"a\\\"b\" (comment)", "(\"NAME\" \"a\\\"b\")", "a\"b")]
    [InlineData("name=\"open", "(\"NAME\" \"\\\"open\")", "\"open")]
    public void Parameters(string parameters, string expected, string name)
    {
        MessageDigest digest = Build($"Content-Type: image/png; {parameters}\n\n");
        Equal($"(\"IMAGE\" \"PNG\" {expected} NIL NIL \"7BIT\" 0)", digest.Body);
        Assert.Equal(name, digest.Parts[0].FileName);
    }

    [Theory]
    [InlineData("Fri, 21 Nov 1997 09:55:06 -0600", "21-Nov-1997 09:55:06 -0600")]
    [InlineData("21 Nov 97 09:55 GMT", "21-Nov-1997 09:55:00 +0000")]
    [InlineData("Thu Aug 22 12:36:23 2002", "22-Aug-2002 12:36:23 +0000")]
    [InlineData("1-Jan-03 1:2:3 EST (x)", " 1-Jan-2003 01:02:03 -0500")]
    [InlineData("31 Feb 2020 00:00:00 +0000", null)]
    [InlineData("soon", null)]
    [InlineData("", null)]
    public void Dates(string field, string? expected) =>
        Assert.Equal(expected, Build($"Date: {field}\n\n").SentDate?.ToString());

    [Theory]
    [InlineData("text/html", "<html><head><title>t</title><style>x</style></head><body><p>a<b>b</b></p>&lt;c&nbsp;d &amp; e<!-- f --><br>g", "ab <c d & e g")]
    [InlineData("text/plain", "> quoted\n\nanswer\n  more", "answer more")]
    [InlineData("text/plain", "> quoted", "> quoted")]
    [InlineData("image/png", "x", "")]
    public void Previews(string type, string body, string expected) =>
        Assert.Equal(expected, Build($"Content-Type: {type}\n\n{body}").Preview);

    private static MessageDigest Build(string text) => DigestAssert.Build(text);

    private static void Equal(string expected, byte[] actual) => Assert.Equal(expected, Encoding.Latin1.GetString(actual));
}
