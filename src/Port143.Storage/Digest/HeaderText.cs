using System.Buffers;
using System.Buffers.Text;
using System.Text;
using System.Text.Unicode;

namespace Port143.Storage.Digest;

/// <summary>Unfolding and re-encoding of header text.</summary>
internal static class HeaderText
{
    private static readonly SearchValues<byte> TokenEnds = SearchValues.Create(" \t\r\n\0()<>@,;:\\\"/[]?="u8);

    /// <summary>Printable ASCII and tab: header text that needs no work.</summary>
    public static readonly SearchValues<byte> Plain =
        SearchValues.Create([(byte)'\t', .. Enumerable.Range(0x20, 0x5F).Select(b => (byte)b)]);

    /// <summary>What windows-1252 has where ISO 8859-1 has control characters; mail marked (or not) as Latin-1 means these.</summary>
    private const string Windows1252 =
        "\u20AC\u0081\u201A\u0192\u201E\u2026\u2020\u2021\u02C6\u2030\u0160\u2039\u0152\u008D\u017D\u008F"
        + "\u0090\u2018\u2019\u201C\u201D\u2022\u2013\u2014\u02DC\u2122\u0161\u203A\u0153\u009D\u017E\u0178";

    /// <summary>The value without blanks and folds around it.</summary>
    public static ReadOnlySpan<byte> Trim(ReadOnlySpan<byte> value) => value.Trim(" \t\r\n\0"u8);

    /// <summary>The token (RFC 2045 section 5.1) at the start, after blanks and comments; <paramref name="end"/> is behind it.</summary>
    public static ReadOnlySpan<byte> Token(ReadOnlySpan<byte> value, out int end)
    {
        int start = value.Length - SkipBlanks(value).Length;
        int length = value[start..].IndexOfAny(TokenEnds);
        end = length < 0 ? value.Length : start + length;
        return value[start..end];
    }

    /// <summary>What follows blanks, folds and comments (RFC 5322 section 3.2.2). An unclosed comment runs to the end.</summary>
    public static ReadOnlySpan<byte> SkipBlanks(ReadOnlySpan<byte> value)
    {
        int depth = 0;
        int i = 0;
        for (; i < value.Length; i++)
        {
            byte b = value[i];
            if (b == '(')
            {
                depth++;
            }
            else if (depth > 0)
            {
                if (b == '\\')
                {
                    i++;
                }
                else if (b == ')')
                {
                    depth--;
                }
            }
            else if (b is not ((byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n'))
            {
                break;
            }
        }
        return i < value.Length ? value[i..] : default;
    }

    /// <summary>Adds the text without line ends and NULs (RFC 5322 section 2.2.3).</summary>
    public static void Unfold(ReadOnlySpan<byte> value, ByteSink sink)
    {
        while (!value.IsEmpty)
        {
            int at = value.IndexOfAny((byte)'\r', (byte)'\n', (byte)0);
            if (at < 0)
            {
                sink.Add(value);
                return;
            }
            sink.Add(value[..at]);
            value = value[(at + 1)..];
        }
    }

    /// <summary>
    /// Adds the text in 7 bits: words that are not become encoded-words (RFC 2047), everything else stays, including the
    /// encoded-words that are there already. Eight-bit text is taken for UTF-8 if it is valid, else for windows-1252.
    /// </summary>
    public static void EncodeWords(ReadOnlySpan<byte> text, ByteSink sink)
    {
        bool utf8 = Utf8.IsValid(text);
        while (!text.IsEmpty)
        {
            int first = text.IndexOfAnyInRange((byte)0x80, (byte)0xFF);
            if (first < 0)
            {
                sink.Add(text);
                return;
            }
            int start = text[..first].LastIndexOfAny((byte)' ', (byte)'\t') + 1;
            sink.Add(text[..start]);
            text = text[start..];
            // Neighbouring words go into one run: the blank between two encoded-words is not shown.
            int end = EndOfWord(text, 0);
            while (end < text.Length)
            {
                int next = end + 1;
                while (next < text.Length && text[next] is (byte)' ' or (byte)'\t')
                {
                    next++;
                }
                int nextEnd = EndOfWord(text, next);
                if (!text[next..nextEnd].ContainsAnyInRange((byte)0x80, (byte)0xFF))
                {
                    break;
                }
                end = nextEnd;
            }
            EncodeRun(text[..end], utf8, sink);
            text = text[end..];
        }
    }

    /// <summary>Text in an unstated charset: UTF-8 if it is valid, else windows-1252.</summary>
    public static string Guess(ReadOnlySpan<byte> text)
    {
        if (Utf8.IsValid(text))
        {
            return Encoding.UTF8.GetString(text);
        }
        var chars = new StringBuilder(text.Length);
        foreach (byte b in text)
        {
            chars.Append(FromWindows1252(b));
        }
        return chars.ToString();
    }

    public static char FromWindows1252(byte b) => b is >= 0x80 and < 0xA0 ? Windows1252[b - 0x80] : (char)b;

    private static int EndOfWord(ReadOnlySpan<byte> text, int start)
    {
        int length = start < text.Length ? text[start..].IndexOfAny((byte)' ', (byte)'\t') : -1;
        return length < 0 ? text.Length : start + length;
    }

    private static void EncodeRun(ReadOnlySpan<byte> run, bool utf8, ByteSink sink)
    {
        // 45 bytes make 60 characters of base64: with "=?UTF-8?B?" and "?=" that is 72, below the 75 of RFC 2047 section 2.
        Span<byte> word = stackalloc byte[45];
        int length = 0;
        bool begun = false;
        while (!run.IsEmpty)
        {
            Rune rune;
            int used = 1;
            if (utf8)
            {
                Rune.DecodeFromUtf8(run, out rune, out used);
            }
            else
            {
                rune = new Rune(FromWindows1252(run[0]));
            }
            if (length + rune.Utf8SequenceLength > word.Length)
            {
                Flush(word[..length], begun, sink);
                begun = true;
                length = 0;
            }
            length += rune.EncodeToUtf8(word[length..]);
            run = run[used..];
        }
        Flush(word[..length], begun, sink);

        static void Flush(ReadOnlySpan<byte> word, bool begun, ByteSink sink)
        {
            sink.Add(begun ? " =?UTF-8?B?"u8 : "=?UTF-8?B?"u8);
            Base64.EncodeToUtf8(word, sink.Reserve(Base64.GetMaxEncodedToUtf8Length(word.Length)), out _, out int written);
            sink.Advance(written);
            sink.Add("?="u8);
        }
    }
}
