namespace Port143.Mail;

/// <summary>
/// Strict parsing of ASCII decimal numbers. The BCL's parsers accept blanks, signs and trailing NULs even where told not
/// to; a mail protocol must not.
/// </summary>
public static class AsciiDigits
{
    /// <summary>
    /// Reads the run of digits at the start of <paramref name="text"/>. Returns false when there is none or when the
    /// number exceeds <paramref name="max"/>; <paramref name="consumed"/> is then 0.
    /// </summary>
    public static bool TryRead(ReadOnlySpan<byte> text, ulong max, out ulong value, out int consumed)
    {
        value = 0;
        consumed = 0;
        int i = 0;
        ulong number = 0;
        for (; i < text.Length; i++)
        {
            uint digit = (uint)(text[i] - '0');
            if (digit > 9)
            {
                break;
            }
            if (digit > max || number > (max - digit) / 10)
            {
                return false;
            }
            number = number * 10 + digit;
        }
        if (i == 0)
        {
            return false;
        }
        value = number;
        consumed = i;
        return true;
    }

    /// <summary>Parses text that is digits and nothing else, at most <paramref name="max"/>.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, ulong max, out ulong value) =>
        TryRead(text, max, out value, out int consumed) && consumed == text.Length;

    /// <summary>Parses text that is digits and nothing else, at most <paramref name="max"/>.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, ulong max, out ulong value)
    {
        Span<byte> bytes = stackalloc byte[20];
        value = 0;
        if (text.Length > bytes.Length)
        {
            return false;
        }
        for (int i = 0; i < text.Length; i++)
        {
            bytes[i] = text[i] < 0x80 ? (byte)text[i] : (byte)0xFF;
        }
        return TryParse(bytes[..text.Length], max, out value);
    }
}
