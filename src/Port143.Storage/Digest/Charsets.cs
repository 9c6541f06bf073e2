using System.Collections.Concurrent;
using System.Text;

namespace Port143.Storage.Digest;

/// <summary>Charsets of mail by name. Bytes that do not fit become U+FFFD; an unknown name is guessed.</summary>
internal static class Charsets
{
    private const int MostRemembered = 256;
    private static readonly ConcurrentDictionary<string, Encoding?> Known = new(StringComparer.OrdinalIgnoreCase);

    static Charsets() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    /// <summary>The charset with this name in lower case, or null. US-ASCII and Latin-1 are null too: they are guessed.</summary>
    public static Encoding? Find(string? name)
    {
        if (string.IsNullOrEmpty(name))
        {
            return null;
        }
        if (Known.TryGetValue(name, out Encoding? encoding))
        {
            return encoding;
        }
        encoding = Make(name);
        if (Known.Count < MostRemembered)
        {
            Known.TryAdd(name, encoding);
        }
        return encoding;
    }

    /// <summary>Decodes text whole.</summary>
    public static string Decode(ReadOnlySpan<byte> text, string? charset) =>
        Find(charset)?.GetString(text) ?? HeaderText.Guess(text);

    /// <summary>What <see cref="HeaderText.Guess"/> would decode the text with.</summary>
    public static Encoding GuessOf(ReadOnlySpan<byte> text) =>
        System.Text.Unicode.Utf8.IsValid(text) ? Encoding.UTF8 : Find("windows-1252")!;

    /// <summary>Whether ASCII characters, and only they, are written as ASCII bytes.</summary>
    public static bool ContainsAscii(string? name) =>
        name is null or "" or "us-ascii" or "utf-8" or "utf8" || name.StartsWith("iso-8859-", StringComparison.Ordinal)
        || name.StartsWith("windows-125", StringComparison.Ordinal) || name.StartsWith("koi8-", StringComparison.Ordinal);

    private static Encoding? Make(string name)
    {
        string official = name switch
        {
            "us-ascii" or "ascii" or "iso-8859-1" or "latin1" or "unknown" or "unknown-8bit" or "x-unknown" => "",
            "utf8" or "utf-8" or "unicode-1-1-utf-8" => "utf-8",
            "gb2312" or "gbk" or "x-gbk" or "cp936" => "gb18030",
            "ks_c_5601-1987" => "ks_c_5601-1987",
            "cp1250" or "cp1251" or "cp1252" or "cp1253" or "cp1254" or "cp1255" or "cp1256" or "cp1257" or "cp1258" =>
                string.Concat("windows-", name.AsSpan(2)),
            _ => name,
        };
        if (official.Length is 0 or > 40)
        {
            return null;
        }
        try
        {
            return Encoding.GetEncoding(official, EncoderFallback.ReplacementFallback, DecoderFallback.ReplacementFallback);
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            return null;
        }
    }
}
