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

    private static MessageDigest Build(string text) => DigestAssert.Build(text);

    private static void Equal(string expected, byte[] actual) => Assert.Equal(expected, Encoding.Latin1.GetString(actual));
}
