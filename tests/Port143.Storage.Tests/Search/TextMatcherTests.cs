using System.Text;
using CsCheck;
using Port143.Storage.Digest;
using Port143.Storage.Search;
using Port143.Storage.Tests.Digest;

namespace Port143.Storage.Tests.Search;

public sealed class TextMatcherTests
{
    [Theory]
    [InlineData("Subject", "=?utf-8?Q?Gr=C3=BC=C3=9Fe?= aus\r\n K\u00f6ln", "gr\u00dc", true)]
    [InlineData("SUBJECT", "=?utf-8?Q?Gr=C3=BC?=\r\n =?utf-8?Q?=C3=9Fe?= x", "gr\u00fc\u00dfe X", true)]
    [InlineData("Subject", "hello\r\n world", "LO WOR", true)]
    [InlineData("Subject", "hello", "help", false)]
    [InlineData("To", "hello", "hello", false)]
    [InlineData("Subject", "", "", true)]
    [InlineData("To", "x", "", false)]
    [InlineData("Subject", "=?iso-2022-jp?B?GyRCRnxLXBsoQg==?=", "\u65e5\u672c", true)]
    [InlineData("Subject", "=?koi8-r?B?8NLJ18XU?=", "\u043f\u0440\u0438\u0432\u0435\u0442", true)]
    [InlineData("Subject", "cafe\u0301", "caf\u00e9", true)]
    [InlineData("Subject", "caf\u00e9", "cafe\u0301", true)]
    [InlineData("Subject", "cafe\u0301", "cafe", false)]
    public void Fields(string name, string value, string needle, bool expected)
    {
        byte[] header = Encoding.UTF8.GetBytes($"X: y\r\nSubject: {value}\r\n\r\n");
        Assert.Equal(expected, new TextMatcher(needle).MatchesHeaderField(header, name));
    }

    [Theory]
    [InlineData("utf-8", "8bit", "\u00c4pfel und Birnen", "\u00e4PFEL", true)]
    [InlineData("utf-8", "8bit", "\u00c4pfel und Birnen", "BIRNEN", true)]
    [InlineData("utf-8", "8bit", "cafe\u0301 creme", "cafe", false)]
    [InlineData("windows-1251", "base64", "\u041f\u0440\u0438\u0432\u0435\u0442", "\u043f\u0440\u0438", true)]
    [InlineData("koi8-r", "quoted-printable", "\u041f\u0440\u0438\u0432\u0435\u0442", "\u043f\u0440\u0438", true)]
    [InlineData("iso-2022-jp", "7bit", "\u65e5\u672c\u8a9e text", "\u672c\u8a9e T", true)]
    [InlineData("iso-2022-jp", "7bit", "\u65e5\u672c\u8a9e", "F|", false)]
    [InlineData("gb2312", "8bit", "\u4f60\u597d", "\u597d", true)]
    [InlineData("windows-1252", "8bit", "na\u00efve \u201cquote\u201d", "\u201cQUOTE", true)]
    [InlineData("us-ascii", "quoted-printable", "a soft line", "SOFT", true)]
    [InlineData("us-ascii", "7bit", "\u212A", "k", false)]
    [InlineData("x-unknown-charset", "8bit", "text", "TEX", true)]
    public void Bodies(string charset, string encoding, string text, string needle, bool expected)
    {
        byte[] message = Message(charset, encoding, text);
        PartTable parts = MessageDigest.Build(message).Parts;
        var matcher = new TextMatcher(needle);
        Assert.Equal(expected, matcher.MatchesBody(message, parts));
        Assert.Equal(expected, matcher.MatchesText(message, parts));
        Assert.Equal(expected, SearchableText.OfMessage(message, parts, 1 << 20, out bool complete).Contains(TextFolding.Fold(needle), StringComparison.Ordinal));
        Assert.True(complete);
    }

    [Fact]
    public void Body_includes_headers_of_embedded_messages_but_not_its_own()
    {
        byte[] message = Encoding.ASCII.GetBytes("Subject: outer\r\nContent-Type: message/rfc822\r\n\r\nSubject: =?utf-8?Q?in?=ner\r\n\r\nbody");
        PartTable parts = MessageDigest.Build(message).Parts;
        Assert.False(new TextMatcher("outer").MatchesBody(message, parts));
        Assert.True(new TextMatcher("outer").MatchesText(message, parts));
        Assert.True(new TextMatcher("subject: =?utf").MatchesBody(message, parts) || new TextMatcher("inner").MatchesBody(message, parts));
        Assert.True(new TextMatcher("BODY").MatchesBody(message, parts));
        Assert.False(new TextMatcher("nowhere").MatchesText(message, parts));
        Assert.True(new TextMatcher("").MatchesBody(message, parts));
    }

    [Fact]
    public void Long_texts_are_searched_across_pieces() =>
        Gen.Select(Gen.Int[32_700, 33_000], Gen.OneOf("needle", "n\u00e4del", "a\u0308\u0323bc", "\ud83d\ude00\u65e5")).Sample(
            (at, needle) =>
            {
                byte[] message = Message("utf-8", "8bit", new string('\u00e9', at / 2) + "x" + needle + new string('y', 40_000));
                PartTable parts = MessageDigest.Build(message).Parts;
                Assert.True(new TextMatcher(needle.ToUpperInvariant()).MatchesBody(message, parts));
                Assert.False(new TextMatcher(needle + "z").MatchesBody(message, parts));
            },
            iter: 500);

    [Fact]
    public void Matcher_and_searchable_text_agree() =>
        Gen.Select(
            Gen.OneOf("utf-8", "us-ascii", "iso-8859-1", "koi8-r", "shift_jis"), Gen.OneOf("8bit", "base64", "quoted-printable"),
            Gen.OneOf("a", "B", "\u0301", "\u00e9", "e", "\u0131", "\u017f", "s", "i", " ", "\u65e5").Array[0, 12],
            Gen.OneOf("a", "b", "\u00c9", "e\u0301", "e", "S", "I", "\u65e5", "\u0131").Array[1, 2]).Sample(
            (charset, encoding, text, needle) =>
            {
                byte[] message = Message(charset, encoding, string.Concat(text));
                PartTable parts = MessageDigest.Build(message).Parts;
                string all = SearchableText.OfMessage(message, parts, 1 << 20, out _);
                string word = string.Concat(needle);
                Assert.Equal(all.Contains(TextFolding.Fold(word), StringComparison.Ordinal), new TextMatcher(word).MatchesText(message, parts));
            },
            iter: 20_000);

    private static byte[] Message(string charset, string encoding, string text)
    {
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        Encoding written = charset is "x-unknown-charset" or "us-ascii" ? Encoding.UTF8 : Encoding.GetEncoding(charset);
        byte[] body = written.GetBytes(text);
        body = encoding switch
        {
            "base64" => Encoding.ASCII.GetBytes(Convert.ToBase64String(body, Base64FormattingOptions.InsertLineBreaks)),
            "quoted-printable" => Encoding.ASCII.GetBytes(string.Concat(body.Select((b, i) => (i % 20 == 19 ? "=\r\n" : "") + $"={b:X2}"))),
            _ => body,
        };
        return [.. Encoding.ASCII.GetBytes($"X: \r\nContent-Type: text/plain; charset={charset}\r\nContent-Transfer-Encoding: {encoding}\r\n\r\n"), .. body];
    }
}
