using Port143.Protocol.Imap.Commands;
using Port143.Protocol.Imap.Commands.Fetch;

namespace Port143.Protocol.Imap.Grammar;

/// <summary>The RETURN of SEARCH, SORT and ESEARCH.</summary>
internal static class SearchReturnGrammar
{
    // [search-return-opts SP]; search-return-opts = "RETURN" SP "(" [search-return-opt *(SP search-return-opt)] ")"; RFC 9051 section 9
    /// <summary>RETURN with the blank behind it; null when there is none.</summary>
    public static bool Parse(ref ImapScanner scanner, out SearchReturns? returns)
    {
        returns = null;
        return !scanner.TakesWord("RETURN"u8) || scanner.Space() && Options(ref scanner, out returns) && scanner.Space();
    }

    private static bool Options(ref ImapScanner scanner, out SearchReturns? returns)
    {
        returns = null;
        var items = SearchReturn.None;
        PartialResults? partial = null;
        var updateItems = new List<FetchItem>();
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
            SearchReturn option = Option(word.ToUpperInvariant());
            if (option == SearchReturn.None)
            {
                return scanner.Fail("There is no such return option");
            }
            if (option == SearchReturn.Partial)
            {
                if (partial is not null)
                {
                    return scanner.Fail("PARTIAL can be given once");
                }
                if (!scanner.Space() || !PartialGrammar.Parse(ref scanner, out PartialResults range))
                {
                    return false;
                }
                partial = range;
            }
            if (option == SearchReturn.Update && !UpdateItems(ref scanner, updateItems))
            {
                return false;
            }
            items |= option;
        }
        // RFC 9394 section 3.1
        if (partial is not null && (items & SearchReturn.All) != 0)
        {
            return scanner.Fail("PARTIAL and ALL cannot be asked for together");
        }
        scanner.SavesResult = (items & SearchReturn.Save) != 0;
        // "RETURN ()" is "RETURN (ALL)"; RFC 9051 section 6.4.4
        returns = items == SearchReturn.None ? SearchReturns.All : new SearchReturns(items, partial, updateItems);
        return true;
    }

    // modifier-update = "UPDATE" [ "(" fetch-att *(SP fetch-att) ")" ]; RFC 5465 section 8. Its example has a blank before the
    // parenthesis.
    private static bool UpdateItems(ref ImapScanner scanner, List<FetchItem> items)
    {
        int before = scanner.Position;
        if (scanner.Sees('(') || scanner.Takes(' ') && scanner.Sees('('))
        {
            return FetchGrammar.List(ref scanner, items);
        }
        scanner.Position = before;
        return true;
    }

    // search-return-opt = "MIN" / "MAX" / "ALL" / "COUNT" / "SAVE" ; RFC 9051 section 9
    // search-return-opt =/ modifier-partial ; RFC 9394 section 4
    // search-return-opt =/ modifier-context / modifier-update ; RFC 5267 section 5, RFC 5465 section 8
    private static SearchReturn Option(string word) => word switch
    {
        "MIN" => SearchReturn.Min,
        "MAX" => SearchReturn.Max,
        "ALL" => SearchReturn.All,
        "COUNT" => SearchReturn.Count,
        "SAVE" => SearchReturn.Save,
        "PARTIAL" => SearchReturn.Partial,
        "UPDATE" => SearchReturn.Update,
        "CONTEXT" => SearchReturn.Context,
        "RELEVANCY" => SearchReturn.Relevancy,
        _ => SearchReturn.None,
    };
}
