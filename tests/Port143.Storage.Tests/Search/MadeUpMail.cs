using System.Text;
using Port143.Storage.Digest;
using Port143.Storage.Search;

namespace Port143.Storage.Tests.Search;

/// <summary>Mail with everything in it that makes search hard: folds, marks, scripts, encodings, parts, messages in messages.</summary>
internal static class MadeUpMail
{
    private static readonly string[] Vocabulary =
    [
        "meeting", "Meet", "schedule", "re", "a", "Straße", "GRÖSSE", "größe", "cafe\u0301", "café", "naïve-façade", "日本語", "日本", "本", "東京都",
        "한국어", "\u1112\u1161\u11ab", "が", "か\u3099", "Ｆｕｌｌ", "привет", "ПРИВЕТ", "Ελλάδα", "😀😁", "x1y2z3", "user12.34@mail.example.net", "re:",
        "İstanbul", "ılık", "ſtreet", "K\u212A", "don't", "C++", "3.14", "a-b-c", "abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz", "“quoted”",
        "ภาษาไทย", "x\u0302y",
    ];

    private static readonly string[] Charsets = ["utf-8", "iso-8859-1", "windows-1252", "us-ascii", "koi8-r", "iso-2022-jp", "gb18030", "utf-16", "x-unknown"];

    /// <summary>Words, and parts of words, that stand in it.</summary>
    public static readonly IReadOnlyList<string> Words =
        [.. Vocabulary, "e", "ed", "SS", "ß", "é", "e\u0301", "日", "한", "語日", "example", "@", ".net", "user12", "12.34@", "et", "qqq", "am I", " ", "\u0301"];

    /// <summary>A message.</summary>
    public static byte[] Make(Random random)
    {
        var header = new StringBuilder();
        foreach (string field in (string[])["Subject", "From", "To", "Cc", "Bcc", "X-Other", "subject"])
        {
            if (random.Next(4) > 0)
            {
                header.Append(field).Append(": ").Append(HeaderText(random)).Append("\r\n");
            }
        }
        return random.Next(4) switch
        {
            0 => [.. Encoding.UTF8.GetBytes(header + "\r\n"), .. Encoding.UTF8.GetBytes(Text(random))],
            1 => [.. Encoding.UTF8.GetBytes(header.ToString()), .. Part(random)],
            2 => [.. Encoding.UTF8.GetBytes(header + "Content-Type: multipart/mixed; boundary=b\r\n\r\npreamble\r\n--b\r\n"), .. Part(random),
                .. "\r\n--b\r\n"u8, .. Part(random), .. "\r\n--b--\r\nepilogue\r\n"u8],
            _ => [.. Encoding.UTF8.GetBytes(header + "Content-Type: message/rfc822\r\n\r\n"), .. Encoding.UTF8.GetBytes($"Subject: {HeaderText(random)}\r\n"), .. Part(random)],
        };
    }

    /// <summary>Some of a message's text, in other case.</summary>
    public static string PartOf(byte[] message, Random random)
    {
        string text = SearchableText.OfMessage(message, MessageDigest.Build(message).Parts, 100_000, out _);
        if (text.Length == 0)
        {
            return "x";
        }
        int start = random.Next(text.Length);
        string part = text.Substring(start, Math.Min(1 + random.Next(random.Next(2) == 0 ? 6 : 30), text.Length - start));
        part = char.IsLowSurrogate(part[0]) ? part[1..] : part;
        part = part.Length > 0 && char.IsHighSurrogate(part[^1]) ? part[..^1] : part;
        return part.Length == 0 ? "x" : random.Next(2) == 0 ? part : part.ToLowerInvariant();
    }

    private static string Text(Random random)
    {
        var text = new StringBuilder();
        for (int i = random.Next(30); i >= 0; i--)
        {
            text.Append(Vocabulary[random.Next(Vocabulary.Length)]).Append(random.Next(8) switch { 0 => "", 1 => ", ", 2 => "\r\n", _ => " " });
        }
        return text.ToString();
    }

    private static string HeaderText(Random random)
    {
        string text = Text(random).ReplaceLineEndings(" ");
        return random.Next(3) switch
        {
            0 => text,
            1 => $"=?utf-8?B?{Convert.ToBase64String(Encoding.UTF8.GetBytes(text))}?= {Vocabulary[random.Next(Vocabulary.Length)]}",
            _ => text.Replace(" ", "\r\n ", StringComparison.Ordinal),
        };
    }

    private static byte[] Part(Random random)
    {
        string charset = Charsets[random.Next(Charsets.Length)];
        byte[] text = (charset == "x-unknown" ? Encoding.UTF8 : Encoding.GetEncoding(charset)).GetBytes(Text(random));
        bool html = random.Next(3) == 0;
        return random.Next(2) == 0
            ? [.. Encoding.ASCII.GetBytes($"Content-Type: text/{(html ? "html" : "plain")}; charset={charset}\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"), .. text]
            : [.. Encoding.ASCII.GetBytes($"Content-Type: text/plain; charset={charset}\r\nContent-Transfer-Encoding: base64\r\n\r\n{Convert.ToBase64String(text, Base64FormattingOptions.InsertLineBreaks)}\r\n")];
    }
}
