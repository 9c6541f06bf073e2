using Port143.Protocol.Imap.Commands;

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
            items |= option;
        }
        // RFC 9394 section 3.1
        if (partial is not null && (items & SearchReturn.All) != 0)
        {
            return scanner.Fail("PARTIAL and ALL cannot be asked for together");
        }
        // "RETURN ()" is "RETURN (ALL)"; RFC 9051 section 6.4.4
        returns = items == SearchReturn.None ? SearchReturns.All : new SearchReturns(items, partial);
        return true;
    }

    // search-return-opt = "MIN" / "MAX" / "ALL" / "COUNT" / "SAVE" ; RFC 9051 section 9
    // search-return-opt =/ modifier-partial ; RFC 9394 section 4
    // search-return-opt =/ modifier-context / modifier-update ; RFC 5267 section 5
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
