using System.Text;
using Port143.Protocol.Imap.Commands;

namespace Port143.Protocol.Imap.Grammar;

/// <summary>LANGUAGE.</summary>
internal static class LanguageGrammar
{
    private const int MaxArguments = 32;
    private const int MaxLength = 100; // far longer than any tag of RFC 5646

    // language-cmd = "LANGUAGE" *(SP lang-range-quoted); RFC 5255 section 3.5
    public static LanguageCommand? Parse(ref ImapScanner scanner, string tag)
    {
        var ranges = new List<string>();
        while (scanner.Takes(' '))
        {
            if (!scanner.AString(out ReadOnlySpan<byte> argument))
            {
                return null;
            }
            if (ranges.Count == MaxArguments || argument.Length > MaxLength || !Ascii.IsValid(argument))
            {
                scanner.Fail("LANGUAGE cannot take that argument");
                return null;
            }
            ranges.Add(Encoding.ASCII.GetString(argument));
        }
        return new LanguageCommand(tag, ranges);
    }
}
