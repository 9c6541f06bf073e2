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
        bool hasReturn = scanner.TakesWord("RETURN"u8);
        var returns = SearchReturn.None;
        if (hasReturn && (!scanner.Space() || !Returns(ref scanner, out returns) || !scanner.Space()))
        {
            return null;
        }
        string? charset = null;
        if (scanner.TakesWord("CHARSET"u8))
        {
            if (!scanner.Space() || !scanner.AString(out ReadOnlySpan<byte> name) || !scanner.Space())
            {
                return null;
            }
            charset = Encoding.ASCII.GetString(name[..Math.Min(name.Length, 40)]);
            if (!Ascii.EqualsIgnoreCase(name, "US-ASCII"u8) && !Ascii.EqualsIgnoreCase(name, "UTF-8"u8))
            {
                scanner.IsBadCharset = true;
                scanner.Fail("SEARCH knows US-ASCII and UTF-8");
                return null;
            }
        }
        return SearchKeyGrammar.Program(ref scanner, out SearchKey? key)
            ? new SearchCommand(tag, uid, hasReturn, returns, charset, key!)
            : null;
    }

    // search-return-opts = "RETURN" SP "(" [search-return-opt *(SP search-return-opt)] ")"; RFC 9051 section 9
    private static bool Returns(ref ImapScanner scanner, out SearchReturn returns)
    {
        returns = SearchReturn.None;
        if (!scanner.Expects('('))
        {
            return false;
        }
        for (bool first = true; !scanner.Takes(')'); first = false)
        {
            if (!first && !scanner.Space() || !scanner.AtomText(out string? word))
            {
                return false;
            }
            SearchReturn option = word.ToUpperInvariant() switch
            {
                "MIN" => SearchReturn.Min,
                "MAX" => SearchReturn.Max,
                "ALL" => SearchReturn.All,
                "COUNT" => SearchReturn.Count,
                "SAVE" => SearchReturn.Save,
                _ => SearchReturn.None,
            };
            if (option == SearchReturn.None)
            {
                return scanner.Fail("There is no such return option");
            }
            returns |= option;
        }
        // "RETURN ()" is "RETURN (ALL)"; RFC 9051 section 6.4.4
        returns = returns == SearchReturn.None ? SearchReturn.All : returns;
        return true;
    }
}
