using System.Text;
using Port143.Protocol.Imap.Commands;

namespace Port143.Protocol.Imap.Grammar;

/// <summary>COMPARATOR.</summary>
internal static class ComparatorGrammar
{
    private const int MaxArguments = 32;
    private const int MaxLength = 254; // RFC 4790 section 3.1

    // comparator-cmd = "COMPARATOR" *(SP comp-order-quoted); RFC 5255 section 4.10
    public static ComparatorCommand? Parse(ref ImapScanner scanner, string tag)
    {
        var patterns = new List<string>();
        while (scanner.Takes(' '))
        {
            if (!scanner.AString(out ReadOnlySpan<byte> argument))
            {
                return null;
            }
            if (patterns.Count == MaxArguments || argument.Length > MaxLength || !Ascii.IsValid(argument))
            {
                scanner.Fail("COMPARATOR cannot take that argument");
                return null;
            }
            patterns.Add(Encoding.ASCII.GetString(argument));
        }
        return new ComparatorCommand(tag, patterns);
    }
}
