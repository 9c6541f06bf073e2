using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Port143.Mail;

/// <summary>Mailbox names as IMAP4rev1 spells them (RFC 3501 section 5.1.3).</summary>
public static class ModifiedUtf7
{
    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+,";

    /// <summary>Encodes a name; the result is printable ASCII.</summary>
    public static string Encode(string name)
    {
        if (name.AsSpan().IndexOfAnyExceptInRange(' ', '~') < 0 && !name.Contains('&', StringComparison.Ordinal))
        {
            return name;
        }
        var encoded = new StringBuilder(name.Length + 16);
        for (int i = 0; i < name.Length;)
        {
            if (name[i] is >= ' ' and <= '~')
            {
                encoded.Append(name[i]);
                if (name[i++] == '&')
                {
                    encoded.Append('-');
                }
                continue;
            }
            int start = i;
            while (i < name.Length && name[i] is not (>= ' ' and <= '~'))
            {
                i++;
            }
            encoded.Append('&');
            Shift(name.AsSpan(start, i - start), encoded);
            encoded.Append('-');
        }
        return encoded.ToString();
    }

    /// <summary>
    /// Decodes a name. Refused, as the RFC asks: a bare <c>&amp;</c>, 8-bit, an encoding of what must stand for itself,
    /// superfluous shifts, padding bits that are not zero, and lone surrogates.
    /// </summary>
    public static bool TryDecode(ReadOnlySpan<byte> encoded, [NotNullWhen(true)] out string? name)
    {
        name = null;
        if (encoded.IndexOfAnyExceptInRange((byte)' ', (byte)'~') >= 0)
        {
            return false;
        }
        if (!encoded.Contains((byte)'&'))
        {
            name = Encoding.ASCII.GetString(encoded);
            return true;
        }
        var decoded = new StringBuilder(encoded.Length);
        bool shiftedBefore = false;
        for (int i = 0; i < encoded.Length;)
        {
            if (encoded[i] != '&')
            {
                decoded.Append((char)encoded[i++]);
                shiftedBefore = false;
                continue;
            }
            int length = encoded[(i + 1)..].IndexOf((byte)'-');
            if (length < 0)
            {
                return false;
            }
            ReadOnlySpan<byte> shift = encoded.Slice(i + 1, length);
            if (shift.IsEmpty)
            {
                decoded.Append('&');
                shiftedBefore = false;
            }
            else
            {
                if (shiftedBefore || !TryUnshift(shift, decoded))
                {
                    return false;
                }
                shiftedBefore = true;
            }
            i += length + 2;
        }
        name = decoded.ToString();
        return IsWellFormed(name);
    }

    private static void Shift(ReadOnlySpan<char> text, StringBuilder encoded)
    {
        int bits = 0, count = 0;
        foreach (char unit in text)
        {
            bits = bits << 16 | unit;
            count += 16;
            while (count >= 6)
            {
                count -= 6;
                encoded.Append(Alphabet[bits >> count & 0x3F]);
            }
            bits &= (1 << count) - 1;
        }
        if (count > 0)
        {
            encoded.Append(Alphabet[bits << (6 - count) & 0x3F]);
        }
    }

    private static bool TryUnshift(ReadOnlySpan<byte> shift, StringBuilder decoded)
    {
        int bits = 0, count = 0;
        foreach (byte digit in shift)
        {
            int value = Alphabet.IndexOf((char)digit, StringComparison.Ordinal);
            if (value < 0)
            {
                return false;
            }
            bits = bits << 6 | value;
            count += 6;
            if (count >= 16)
            {
                count -= 16;
                char unit = (char)(bits >> count);
                bits &= (1 << count) - 1;
                if (unit is >= ' ' and <= '~')
                {
                    return false; // must stand for itself
                }
                decoded.Append(unit);
            }
        }
        return count < 6 && bits == 0;
    }

    private static bool IsWellFormed(string text)
    {
        for (int i = 0; i < text.Length; i++)
        {
            if (char.IsSurrogate(text[i]))
            {
                if (!char.IsHighSurrogate(text[i]) || i + 1 == text.Length || !char.IsLowSurrogate(text[i + 1]))
                {
                    return false;
                }
                i++;
            }
        }
        return true;
    }
}
