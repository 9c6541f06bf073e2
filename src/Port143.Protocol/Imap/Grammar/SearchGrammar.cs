using System.Diagnostics.CodeAnalysis;
using System.Text;
using Port143.Protocol.Imap.Commands;
using Port143.Protocol.Imap.Commands.Search;

namespace Port143.Protocol.Imap.Grammar;

/// <summary>SEARCH and UID SEARCH.</summary>
internal static class SearchGrammar
{
    // search = "SEARCH" [SP search-return-opts] SP search-program; search-program = ["CHARSET" SP charset SP] search-key *(SP search-key)
    // RFC 9051 section 9
    public static SearchCommand? Parse(ref ImapScanner scanner, string tag, bool uid)
    {
        if (!scanner.Space())
        {
            return null;
        }
        if (!SearchReturnGrammar.Parse(ref scanner, out SearchReturns? returns))
        {
            return null;
        }
        string? charset = null;
        if (scanner.TakesWord("CHARSET"u8))
        {
            if (!scanner.TakesCharset() || !scanner.Space())
            {
                return null;
            }
            if (!Charset(ref scanner, out charset))
            {
                // A filter is UTF-8, so that such a search breaks the protocol: BAD, and not NO (RFC 5466 section 3.1).
                ImapScanner rest = scanner;
                scanner.IsBadCharsetOfFilter = scanner.IsBadCharset && rest.Space()
                    && SearchKeyGrammar.Program(ref rest, out SearchKey? search) && FilterKey.IsIn(search!);
                return null;
            }
            if (!scanner.Space())
            {
                return null;
            }
        }
        return SearchKeyGrammar.Program(ref scanner, out SearchKey? key)
            ? new SearchCommand(tag, uid, returns, charset, key!)
            : null;
    }

    // charset = atom / quoted; RFC 9051 section 9
    /// <summary>One of the charsets that the strings of a search may be in.</summary>
    public static bool Charset(ref ImapScanner scanner, [NotNullWhen(true)] out string? charset)
    {
        charset = null;
        if (!scanner.AString(out ReadOnlySpan<byte> name))
        {
            return false;
        }
        charset = Encoding.ASCII.GetString(name[..Math.Min(name.Length, 40)]);
        if (Ascii.EqualsIgnoreCase(name, "UTF-8"u8))
        {
            return true;
        }
        if (!scanner.TakesOtherCharset())
        {
            return false;
        }
        if (Ascii.EqualsIgnoreCase(name, "US-ASCII"u8))
        {
            return true;
        }
        scanner.IsBadCharset = true;
        return scanner.Fail("Searches know US-ASCII and UTF-8");
    }
}
