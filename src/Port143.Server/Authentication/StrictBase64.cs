namespace Port143.Server.Authentication;

/// <summary>
/// The base64 of RFC 9051 section 9: whole groups of four from the one alphabet, padded, without blanks and with zero bits
/// where the padding cuts. The BCL's decoders take blanks, and bits that nothing decodes to, so that several texts would
/// mean the same.
/// </summary>
public static class StrictBase64
{
    /// <summary>How many bytes a text decodes to at the most.</summary>
    public static int MaxDecodedLength(int length) => length / 4 * 3;

    /// <summary>
    /// Decodes into <paramref name="bytes"/>, which needs <see cref="MaxDecodedLength"/> bytes. False when the text is not
    /// base64 as above; the empty text is, and decodes to nothing.
    /// </summary>
    public static bool TryDecode(ReadOnlySpan<byte> text, Span<byte> bytes, out int written)
    {
        written = 0;
        if (text.Length % 4 != 0)
        {
            return false;
        }
        int padding = text.EndsWith("=="u8) ? 2 : text.EndsWith("="u8) ? 1 : 0;
        int length = 0;
        uint group = 0;
        for (int i = 0; i < text.Length; i++)
        {
            bool isPadding = i >= text.Length - padding;
            int value = isPadding ? 0 : Value(text[i]);
            if (value < 0)
            {
                return false;
            }
            group = group << 6 | (uint)value;
            if (i % 4 != 3)
            {
                continue;
            }
            int count = i == text.Length - 1 ? 3 - padding : 3;
            // What the padding cuts off must be zero.
            if ((group & (0xFF_FFFFu >> (8 * count))) != 0 && count < 3)
            {
                return false;
            }
            for (int b = 0; b < count; b++)
            {
                bytes[length++] = (byte)(group >> (16 - 8 * b));
            }
            group = 0;
        }
        written = length;
        return true;
    }

    private static int Value(byte c) => c switch
    {
        >= (byte)'A' and <= (byte)'Z' => c - 'A',
        >= (byte)'a' and <= (byte)'z' => c - 'a' + 26,
        >= (byte)'0' and <= (byte)'9' => c - '0' + 52,
        (byte)'+' => 62,
        (byte)'/' => 63,
        _ => -1,
    };
}
