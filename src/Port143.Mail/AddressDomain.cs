using System.Globalization;
using System.Text;

namespace Port143.Mail;

/// <summary>The canonical form of the domain of an address.</summary>
internal static class AddressDomain
{
    private static readonly IdnMapping Idn = new() { UseStd3AsciiRules = true };

    /// <summary>
    /// Checks a folded domain and turns its <c>xn--</c> labels into Unicode. Returns what is wrong, or null.
    /// </summary>
    public static string? Canonicalise(string domain, out string? canonical)
    {
        canonical = null;
        if (domain.Length is 0 or > 253)
        {
            return "the domain after the @ has 1 to 253 characters";
        }
        string[] labels = domain.Split('.');
        for (int i = 0; i < labels.Length; i++)
        {
            if (Label(ref labels[i]) is { } error)
            {
                return error;
            }
        }
        canonical = string.Join('.', labels);
        return null;
    }

    private static string? Label(ref string label)
    {
        if (label.Length == 0)
        {
            return "a dot in the domain stands between names";
        }
        if (label[0] == '-' || label[^1] == '-')
        {
            return "a name in the domain neither begins nor ends with a hyphen";
        }
        if (label.AsSpan().ContainsAnyInRange('\0', '\x7f') && HasOtherAscii(label))
        {
            return "a name in the domain has letters, digits and hyphens only";
        }
        if (Ascii.IsValid(label) && !label.StartsWith("xn--", StringComparison.Ordinal))
        {
            return label.Length > 63 ? "a name in the domain has at most 63 characters" : null;
        }
        try
        {
            string ascii = Idn.GetAscii(label);
            string unicode = AccountAddress.Fold(Idn.GetUnicode(ascii));
            if (!Idn.GetAscii(unicode).Equals(ascii, StringComparison.OrdinalIgnoreCase) || HasOtherAscii(unicode))
            {
                return $"\"{label}\" is not a valid international domain name";
            }
            label = unicode;
            return null;
        }
        catch (ArgumentException)
        {
            return $"\"{label}\" is not a valid international domain name";
        }
    }

    private static bool HasOtherAscii(string label)
    {
        foreach (char c in label)
        {
            if (c < 0x80 && !char.IsAsciiLetterOrDigit(c) && c != '-')
            {
                return true;
            }
        }
        return false;
    }
}
