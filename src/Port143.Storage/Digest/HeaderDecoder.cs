using MimeKit;
using MimeKit.Utils;

namespace Port143.Storage.Digest;

/// <summary>Turns header text into Unicode: folds and encoded-words (RFC 2047) are undone.</summary>
internal static class HeaderDecoder
{
    private static readonly ParserOptions Options = ParserOptions.Default.Clone();

    static HeaderDecoder() => System.Text.Encoding.RegisterProvider(System.Text.CodePagesEncodingProvider.Instance);

    /// <summary>The text as a reader sees it. Unstated eight-bit text is UTF-8 if valid, else windows-1252.</summary>
    public static string Decode(ReadOnlySpan<byte> text)
    {
        text = HeaderText.Trim(text);
        if (text.IndexOf("=?"u8) < 0)
        {
            if (text.IndexOfAny("\r\n\0"u8) < 0)
            {
                return HeaderText.Guess(text);
            }
            return HeaderText.Guess(Unfolded(text));
        }
        byte[] unfolded = Unfolded(text);
        if (!System.Text.Unicode.Utf8.IsValid(unfolded))
        {
            unfolded = System.Text.Encoding.UTF8.GetBytes(HeaderText.Guess(unfolded));
        }
        return Rfc2047.DecodeText(Options, unfolded);
    }

    private static byte[] Unfolded(ReadOnlySpan<byte> text)
    {
        using var sink = new ByteSink(text.Length);
        HeaderText.Unfold(text, sink);
        return sink.ToArray();
    }
}
