using System.Globalization;
using System.Text;
using System.Text.Unicode;

namespace Port143.Mail;

/// <summary>
/// Makes the spellings of a password one: the OpaqueString profile (RFC 8265 section 4.2) with its mappings, spaces of any kind
/// to U+0020 and normalisation form C. Of what it bars, control characters, characters that are not assigned and private ones
/// are barred here; the signs that join emoji and Persian letters are let through.
/// </summary>
public static class OpaqueString
{
    /// <summary>The password as it is hashed, or null when it is none.</summary>
    public static string? Prepare(string password)
    {
        var mapped = new StringBuilder(password.Length);
        foreach (Rune rune in password.EnumerateRunes())
        {
            switch (Rune.GetUnicodeCategory(rune))
            {
                case UnicodeCategory.SpaceSeparator:
                    mapped.Append(' ');
                    break;
                case UnicodeCategory.Control or UnicodeCategory.OtherNotAssigned or UnicodeCategory.PrivateUse
                    or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator:
                    return null;
                default:
                    mapped.Append(rune);
                    break;
            }
        }
        string text = Unicode.Nfc.Normalize(mapped.ToString());
        return text.Length == 0 || text.Contains('\uFFFD') ? null : text;
    }

    /// <summary>
    /// The same for UTF-8. Null when the bytes are no valid UTF-8 or hold what is barred. ASCII, which most passwords are, comes
    /// back in a new array and leaves no copies behind.
    /// </summary>
    public static byte[]? Prepare(ReadOnlySpan<byte> password)
    {
        if (Ascii.IsValid(password))
        {
            return password.IsEmpty || password.ContainsAnyInRange((byte)0, (byte)0x1F) || password.Contains((byte)0x7F) ? null : password.ToArray();
        }
        return Utf8.IsValid(password) && Prepare(Encoding.UTF8.GetString(password)) is { } text ? Encoding.UTF8.GetBytes(text) : null;
    }
}
