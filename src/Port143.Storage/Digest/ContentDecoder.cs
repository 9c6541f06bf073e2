using System.Buffers;
using System.Buffers.Text;

namespace Port143.Storage.Digest;

/// <summary>
/// Removes the transfer encoding of a part for BINARY and BINARY.SIZE (RFC 9051 section 6.4.5, RFC 3516). It is strict: a
/// client that asked for the decoded bytes cannot see that some are missing.
/// </summary>
public static class ContentDecoder
{
    /// <summary>
    /// Decodes the body of a part. False when the encoding is unknown or the body does not follow it: the answer is then
    /// <c>NO [UNKNOWN-CTE]</c>, and the client can still ask for the bytes as they are.
    /// </summary>
    public static bool TryDecode(ReadOnlySpan<byte> encoded, TransferEncoding encoding, out byte[] decoded)
    {
        decoded = [];
        switch (encoding)
        {
            case TransferEncoding.SevenBit or TransferEncoding.EightBit or TransferEncoding.Binary:
                decoded = encoded.ToArray();
                return true;
            case TransferEncoding.Base64:
                return TryBase64(encoded, out decoded);
            case TransferEncoding.QuotedPrintable:
                return TryQuotedPrintable(encoded, out decoded);
            case TransferEncoding.UUEncode:
                return TryUUEncode(encoded, out decoded);
            default:
                return false;
        }
    }

    /// <summary>RFC 2045 section 6.8. Line ends and blanks are passed over; any other foreign character is an error.</summary>
    private static bool TryBase64(ReadOnlySpan<byte> encoded, out byte[] decoded)
    {
        byte[] rented = ArrayPool<byte>.Shared.Rent(Base64.GetMaxDecodedFromUtf8Length(encoded.Length) + 4);
        OperationStatus status = Base64.DecodeFromUtf8(encoded, rented, out int consumed, out int written);
        bool good = status == OperationStatus.Done && HeaderText.Trim(encoded[consumed..]).IsEmpty;
        decoded = good ? rented[..written] : [];
        ArrayPool<byte>.Shared.Return(rented);
        return good;
    }

    /// <summary>RFC 2045 section 6.7. An equals sign without two hexadecimal digits or a line end behind it is an error.</summary>
    private static bool TryQuotedPrintable(ReadOnlySpan<byte> encoded, out byte[] decoded)
    {
        decoded = [];
        using var sink = new ByteSink(encoded.Length + 1);
        while (!encoded.IsEmpty)
        {
            int lineEnd = encoded.IndexOf((byte)'\n');
            ReadOnlySpan<byte> line = lineEnd < 0 ? encoded : encoded[..(lineEnd + 1)];
            encoded = encoded[line.Length..];
            ReadOnlySpan<byte> text = line.TrimEnd("\r\n"u8);
            ReadOnlySpan<byte> end = line[text.Length..];
            // Blanks at the end of a line were added on the way (rule 3).
            text = text.TrimEnd(" \t"u8);
            bool soft = text.Length > 0 && text[^1] == '=';
            text = soft ? text[..^1] : text;
            while (text.IndexOf((byte)'=') is var at and >= 0)
            {
                if (at + 2 >= text.Length || !char.IsAsciiHexDigit((char)text[at + 1]) || !char.IsAsciiHexDigit((char)text[at + 2]))
                {
                    return false;
                }
                sink.Add(text[..at]);
                sink.Add((byte)(Hex(text[at + 1]) << 4 | Hex(text[at + 2])));
                text = text[(at + 3)..];
            }
            sink.Add(text);
            if (!soft)
            {
                sink.Add(end);
            }
        }
        decoded = sink.ToArray();
        return true;

        static int Hex(byte b) => (b & 0xF) + (b > '9' ? 9 : 0);
    }

    /// <summary>
    /// The format of uuencode (POSIX): <c>begin mode name</c>, lines that start with their length, a line of length 0,
    /// <c>end</c>. Lines before <c>begin</c> are passed over.
    /// </summary>
    private static bool TryUUEncode(ReadOnlySpan<byte> encoded, out byte[] decoded)
    {
        decoded = [];
        using var sink = new ByteSink(encoded.Length + 1);
        bool begun = false;
        while (!encoded.IsEmpty)
        {
            int lineEnd = encoded.IndexOf((byte)'\n');
            ReadOnlySpan<byte> line = (lineEnd < 0 ? encoded : encoded[..lineEnd]).TrimEnd((byte)'\r');
            encoded = lineEnd < 0 ? default : encoded[(lineEnd + 1)..];
            if (!begun)
            {
                begun = line.StartsWith("begin "u8);
            }
            else if (line.SequenceEqual("end"u8))
            {
                decoded = sink.ToArray();
                return true;
            }
            else if (!line.IsEmpty && !AddUULine(line, sink))
            {
                return false;
            }
        }
        return false;
    }

    private static bool AddUULine(ReadOnlySpan<byte> line, ByteSink sink)
    {
        int length = line[0] - ' ' & 0x3F;
        ReadOnlySpan<byte> text = line[1..];
        if (line[0] is < 0x20 or > 0x60 || text.ContainsAnyExceptInRange((byte)0x20, (byte)0x60))
        {
            return false;
        }
        // Blanks at the end may have been stripped on the way; anything else that is missing is an error.
        int groups = (length + 2) / 3;
        if (text.Length > groups * 4 + 2 || (length > 0 && text.Length < groups * 4 - 3 && text.Length == 0))
        {
            return false;
        }
        Span<byte> out3 = stackalloc byte[3];
        for (int i = 0; i < groups; i++, length -= 3)
        {
            uint bits = 0;
            for (int j = 0; j < 4; j++)
            {
                int at = i * 4 + j;
                bits = bits << 6 | (at < text.Length ? (uint)(text[at] - ' ' & 0x3F) : 0);
            }
            out3[0] = (byte)(bits >> 16);
            out3[1] = (byte)(bits >> 8);
            out3[2] = (byte)bits;
            sink.Add(out3[..Math.Min(3, length)]);
        }
        return true;
    }
}
