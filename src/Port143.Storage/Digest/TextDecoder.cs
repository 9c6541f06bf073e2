using System.Text;
using MimeKit.Encodings;

namespace Port143.Storage.Digest;

/// <summary>Turns the body of a text part into Unicode, forgivingly: for search and preview, not for BINARY.</summary>
internal static class TextDecoder
{
    /// <summary>Decodes transfer encoding and charset.</summary>
    /// <param name="body">The bytes of the body.</param>
    /// <param name="encoding">Its transfer encoding; an unknown one is taken as none.</param>
    /// <param name="charset">Its charset in lower case; null, US-ASCII, Latin-1 and unknown ones are guessed.</param>
    /// <param name="cut">Whether the body goes on, so that half a character at the end is to be dropped.</param>
    public static string Decode(ReadOnlySpan<byte> body, TransferEncoding encoding, string? charset, bool cut)
    {
        if (encoding is not (TransferEncoding.Base64 or TransferEncoding.QuotedPrintable or TransferEncoding.UUEncode))
        {
            return ToText(body, charset, cut);
        }
        using var sink = new ByteSink(body.Length + 4);
        DecodeTransfer(body, encoding, sink);
        return ToText(sink.Written, charset, cut);
    }

    /// <summary>Adds the bytes that the transfer encoding stands for, passing over what is no part of it.</summary>
    public static unsafe void DecodeTransfer(ReadOnlySpan<byte> body, TransferEncoding encoding, ByteSink sink)
    {
        IMimeDecoder decoder = encoding switch
        {
            TransferEncoding.Base64 => new Base64Decoder(),
            TransferEncoding.QuotedPrintable => new QuotedPrintableDecoder(),
            TransferEncoding.UUEncode => new UUDecoder(),
            _ => new PassThroughDecoder(MimeKit.ContentEncoding.Default),
        };
        Span<byte> output = sink.Reserve(decoder.EstimateOutputLength(body.Length));
        fixed (byte* from = body)
        fixed (byte* to = output)
        {
            if (from is not null)
            {
                sink.Advance(decoder.Decode(from, body.Length, to));
            }
        }
    }

    private static string ToText(ReadOnlySpan<byte> text, string? charset, bool cut)
    {
        Encoding? encoding = Charsets.Find(charset);
        if (encoding is null)
        {
            return HeaderText.Guess(cut ? WithoutHalf(text) : text);
        }
        if (!cut)
        {
            return encoding.GetString(text);
        }
        Decoder decoder = encoding.GetDecoder();
        char[] chars = new char[encoding.GetMaxCharCount(text.Length)];
        return new string(chars, 0, decoder.GetChars(text, chars, false));
    }

    /// <summary>The text without a UTF-8 sequence that is cut at the end.</summary>
    private static ReadOnlySpan<byte> WithoutHalf(ReadOnlySpan<byte> text)
    {
        for (int back = 1; back <= 3 && back <= text.Length; back++)
        {
            byte b = text[^back];
            if (b >= 0xC0)
            {
                int needed = b >= 0xF0 ? 4 : b >= 0xE0 ? 3 : 2;
                return needed > back ? text[..^back] : text;
            }
            if (b < 0x80)
            {
                break;
            }
        }
        return text;
    }
}
