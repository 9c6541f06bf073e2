using Port143.Protocol.Imap.Commands;
using Port143.Protocol.Imap.Commands.Search;

namespace Port143.Protocol.Imap.Grammar;

/// <summary>SORT and UID SORT.</summary>
internal static class SortGrammar
{
    private const int MaxCriteria = 100;

    // sort = ["UID" SP] "SORT" SP sort-criteria SP search-criteria; search-criteria = charset 1*(SP search-key); RFC 5256 section 5
    // extended-sort = ["UID" SP] "SORT" search-return-opts SP sort-criteria SP search-criteria; RFC 5267 section 5
    public static SortCommand? Parse(ref ImapScanner scanner, string tag, bool uid)
    {
        var criteria = new List<SortCriterion>();
        return scanner.Space() && SearchReturnGrammar.Parse(ref scanner, out SearchReturns? returns)
            && Criteria(ref scanner, criteria) && scanner.Space()
            && SearchGrammar.Charset(ref scanner, out string? charset) && scanner.Space()
            && SearchKeyGrammar.Program(ref scanner, out SearchKey? key)
            ? new SortCommand(tag, uid, returns, criteria, charset, key!)
            : null;
    }

    // sort-criteria = "(" sort-criterion *(SP sort-criterion) ")"; sort-criterion = ["REVERSE" SP] sort-key
    private static bool Criteria(ref ImapScanner scanner, List<SortCriterion> criteria)
    {
        if (!scanner.Expects('('))
        {
            return false;
        }
        do
        {
            bool reverse = scanner.TakesWord("REVERSE"u8);
            if (reverse && !scanner.Space() || !scanner.AtomText(out string? word))
            {
                return false;
            }
            if (Key(word.ToUpperInvariant()) is not { } key)
            {
                return scanner.Fail("There is no such sort key");
            }
            if (key == SortKey.Relevancy && criteria.Count > 0)
            {
                return scanner.Fail("RELEVANCY comes before the other sort keys");
            }
            if (criteria.Count == MaxCriteria)
            {
                return scanner.Fail("Too many sort criteria");
            }
            criteria.Add(new SortCriterion(key, reverse));
        }
        while (scanner.Takes(' '));
        return scanner.Expects(')');
    }

    // sort-key = "ARRIVAL" / "CC" / "DATE" / "FROM" / "SIZE" / "SUBJECT" / "TO"; RFC 5256 section 5
    // sort-key =/ "RELEVANCY" ; RFC 6203 section 7
    // sort-key =/ "DISPLAYFROM" / "DISPLAYTO"; RFC 5957 section 5
    private static SortKey? Key(string word) => word switch
    {
        "ARRIVAL" => SortKey.Arrival,
        "CC" => SortKey.Cc,
        "DATE" => SortKey.Date,
        "FROM" => SortKey.From,
        "SIZE" => SortKey.Size,
        "SUBJECT" => SortKey.Subject,
        "TO" => SortKey.To,
        "DISPLAYFROM" => SortKey.DisplayFrom,
        "DISPLAYTO" => SortKey.DisplayTo,
        "RELEVANCY" => SortKey.Relevancy,
        _ => null,
    };
}
