using Port143.Protocol.Imap.Commands;
using Port143.Protocol.Imap.Commands.Search;

namespace Port143.Protocol.Imap.Grammar;

/// <summary>ESEARCH.</summary>
internal static class EsearchGrammar
{
    private const int MaxSources = 100;
    private const int MaxMailboxes = 1000;

    // esearch = "ESEARCH" [SP esearch-source-opts] [SP search-return-opts] SP search-program; RFC 7377 section 4
    public static EsearchCommand? Parse(ref ImapScanner scanner, string tag)
    {
        var sources = new List<SearchSource>();
        if (!scanner.Space()
            || scanner.TakesWord("IN"u8) && !(scanner.Space() && Sources(ref scanner, sources) && scanner.Space())
            || !SearchReturnGrammar.Parse(ref scanner, out SearchReturns? returns))
        {
            return null;
        }
        if (scanner.TakesWord("CHARSET"u8) && !(scanner.TakesCharset() && scanner.Space() && SearchGrammar.Charset(ref scanner, out _) && scanner.Space()))
        {
            return null;
        }
        return SearchKeyGrammar.Program(ref scanner, out SearchKey? key)
            ? new EsearchCommand(tag, sources, returns ?? SearchReturns.All, key!)
            : null;
    }

    // esearch-source-opts = "IN" SP "(" source-mbox [SP "(" scope-options ")"] ")"; source-mbox = filter-mailboxes *(SP filter-mailboxes)
    private static bool Sources(ref ImapScanner scanner, List<SearchSource> sources)
    {
        if (!scanner.Expects('('))
        {
            return false;
        }
        int names = 0;
        do
        {
            if (sources.Count > 0 && scanner.Sees('('))
            {
                return scanner.Fail("There are no scope options"); // scope-options: none is defined so far
            }
            if (sources.Count == MaxSources)
            {
                return scanner.Fail("Too many sources");
            }
            var mailboxes = new List<string>();
            if (!Kind(ref scanner, out SearchSourceKind kind)
                || kind >= SearchSourceKind.Subtree && !(scanner.Space() && Mailboxes(ref scanner, mailboxes, ref names)))
            {
                return false;
            }
            sources.Add(new SearchSource(kind, mailboxes));
        }
        while (scanner.Takes(' '));
        return scanner.Expects(')');
    }

    // filter-mailboxes = "selected" / "inboxes" / "personal" / "subscribed" / ("subtree" SP one-or-more-mailbox)
    //   / ("subtree-one" SP one-or-more-mailbox) / ("mailboxes" SP one-or-more-mailbox); RFC 5465 section 8, RFC 7377 section 4
    private static bool Kind(ref ImapScanner scanner, out SearchSourceKind kind)
    {
        kind = default;
        if (!scanner.AtomText(out string? word))
        {
            return false;
        }
        switch (word.ToUpperInvariant())
        {
            case "SELECTED":
                kind = SearchSourceKind.Selected;
                return true;
            case "INBOXES":
                kind = SearchSourceKind.Inboxes;
                return true;
            case "PERSONAL":
                kind = SearchSourceKind.Personal;
                return true;
            case "SUBSCRIBED":
                kind = SearchSourceKind.Subscribed;
                return true;
            case "SUBTREE":
                kind = SearchSourceKind.Subtree;
                return true;
            case "SUBTREE-ONE":
                kind = SearchSourceKind.SubtreeOne;
                return true;
            case "MAILBOXES":
                kind = SearchSourceKind.Mailboxes;
                return true;
            default:
                return scanner.Fail("There is no such source of a search");
        }
    }

    // one-or-more-mailbox = mailbox / many-mailboxes; many-mailboxes = "(" mailbox *(SP mailbox) ")"; RFC 5465 section 8
    private static bool Mailboxes(ref ImapScanner scanner, List<string> mailboxes, ref int names)
    {
        bool many = scanner.Takes('(');
        do
        {
            if (!scanner.Mailbox(out string? name))
            {
                return false;
            }
            if (++names > MaxMailboxes)
            {
                return scanner.Fail("Too many mailboxes");
            }
            mailboxes.Add(name);
        }
        while (many && scanner.Takes(' '));
        return !many || scanner.Expects(')');
    }
}
