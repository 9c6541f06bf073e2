using System.Text;
using Port143.Mail;
using Port143.Protocol.Imap.Commands;
using Port143.Protocol.Imap.Commands.Search;

namespace Port143.Protocol.Imap.Grammar;

/// <summary>Search keys. They nest; the depth is counted, and the number of keys as well.</summary>
internal static class SearchKeyGrammar
{
    private const int MaxDepth = 50;
    private const int MaxKeys = 1000;

    // search-key *(SP search-key), all of which must match
    public static bool Program(ref ImapScanner scanner, out SearchKey? key)
    {
        int count = 0;
        return And(ref scanner, 0, ref count, out key);
    }

    private static bool And(ref ImapScanner scanner, int depth, ref int count, out SearchKey? key)
    {
        key = null;
        var keys = new List<SearchKey>();
        do
        {
            if (!Key(ref scanner, depth, ref count, out SearchKey? next))
            {
                return false;
            }
            keys.Add(next!);
        }
        while (scanner.Takes(' '));
        key = keys.Count == 1 ? keys[0] : new AndKey(keys);
        return true;
    }

    // search-key; RFC 9051 section 9, RFC 5032, RFC 7162, RFC 8474, RFC 8514, RFC 9738
    private static bool Key(ref ImapScanner scanner, int depth, ref int count, out SearchKey? key)
    {
        key = null;
        if (depth > MaxDepth)
        {
            return scanner.Fail("The search is nested too deeply");
        }
        if (++count > MaxKeys)
        {
            return scanner.Fail("The search has too many keys");
        }
        if (scanner.Takes('('))
        {
            return And(ref scanner, depth + 1, ref count, out key) && scanner.Expects(')');
        }
        if (scanner.Sees('$') || scanner.Sees('*') || !scanner.Rest.IsEmpty && scanner.Rest[0] is >= (byte)'0' and <= (byte)'9')
        {
            return Set(ref scanner, out SequenceSet set) && Done(new SequenceKey(set), out key);
        }
        if (!scanner.AtomText(out string? word))
        {
            return scanner.Fail("A search key is missing");
        }
        word = word.ToUpperInvariant();
        switch (word)
        {
            case "NOT":
                return scanner.Space() && Key(ref scanner, depth + 1, ref count, out SearchKey? inner) && Done(new NotKey(inner!), out key);
            case "OR":
                return scanner.Space() && Key(ref scanner, depth + 1, ref count, out SearchKey? left)
                    && scanner.Space() && Key(ref scanner, depth + 1, ref count, out SearchKey? right)
                    && Done(new OrKey(left!, right!), out key);
            case "FUZZY":
                // search-key =/ "FUZZY" SP search-key; RFC 6203 section 7
                return scanner.Space() && Key(ref scanner, depth + 1, ref count, out SearchKey? fuzzy) && Done(new FuzzyKey(fuzzy!), out key);
            default:
                return (Flags(word) is { } flag && Done(flag, out key)) || Simple(ref scanner, word, out key);
        }
    }

    private static SearchKey? Flags(string word) => word switch
    {
        "ALL" => new AllKey(),
        "ANSWERED" => new FlagKey("\\Answered", true),
        "UNANSWERED" => new FlagKey("\\Answered", false),
        "DELETED" => new FlagKey("\\Deleted", true),
        "UNDELETED" => new FlagKey("\\Deleted", false),
        "DRAFT" => new FlagKey("\\Draft", true),
        "UNDRAFT" => new FlagKey("\\Draft", false),
        "FLAGGED" => new FlagKey("\\Flagged", true),
        "UNFLAGGED" => new FlagKey("\\Flagged", false),
        "SEEN" => new FlagKey("\\Seen", true),
        "UNSEEN" => new FlagKey("\\Seen", false),
        "RECENT" => new RecentKey(),
        "OLD" => new NotKey(new RecentKey()),
        "NEW" => new AndKey([new RecentKey(), new FlagKey("\\Seen", false)]),
        "SAVEDATESUPPORTED" => new SaveDateSupportedKey(),
        _ => null,
    };

    private static bool Simple(ref ImapScanner scanner, string word, out SearchKey? key)
    {
        key = null;
        switch (word)
        {
            case "KEYWORD":
            case "UNKEYWORD":
                return scanner.Space() && scanner.AtomText(out string? keyword) && Done(new FlagKey(keyword, word == "KEYWORD"), out key);
            case "BEFORE":
            case "ON":
            case "SINCE":
                return Date(ref scanner, DateField.Internal, word, out key);
            case "SENTBEFORE":
            case "SENTON":
            case "SENTSINCE":
                return Date(ref scanner, DateField.Sent, word[4..], out key);
            case "SAVEDBEFORE":
            case "SAVEDON":
            case "SAVEDSINCE":
                return Date(ref scanner, DateField.Saved, word[5..], out key);
            case "FROM":
                return Text(ref scanner, TextField.From, out key);
            case "TO":
                return Text(ref scanner, TextField.To, out key);
            case "CC":
                return Text(ref scanner, TextField.Cc, out key);
            case "BCC":
                return Text(ref scanner, TextField.Bcc, out key);
            case "SUBJECT":
                return Text(ref scanner, TextField.Subject, out key);
            case "BODY":
                return Text(ref scanner, TextField.Body, out key);
            case "TEXT":
                return Text(ref scanner, TextField.Text, out key);
            case "HEADER":
                return scanner.Space() && scanner.AStringText(out string? name) && scanner.Space() && scanner.AStringText(out string? text)
                    && Done(new HeaderKey(name, text), out key);
            case "LARGER":
                return scanner.Space() && scanner.Number64(out long larger) && Done(new LargerKey(larger), out key);
            case "SMALLER":
                return scanner.Space() && scanner.Number64(out long smaller) && Done(new SmallerKey(smaller), out key);
            case "OLDER":
                return scanner.Space() && scanner.NonZero(out uint older) && Done(new OlderKey(older), out key);
            case "YOUNGER":
                return scanner.Space() && scanner.NonZero(out uint younger) && Done(new YoungerKey(younger), out key);
            case "UID":
                return scanner.Space() && Set(ref scanner, out SequenceSet uids) && Done(new UidKey(uids), out key);
            case "UIDAFTER":
                return scanner.Space() && scanner.NonZero(out uint after) && Done(new UidAfterKey(after), out key);
            case "UIDBEFORE":
                return scanner.Space() && scanner.NonZero(out uint before) && Done(new UidBeforeKey(before), out key);
            case "EMAILID":
                return scanner.Space() && scanner.AtomText(out string? email, 255) && Done(new EmailIdKey(email), out key);
            case "THREADID":
                return scanner.Space() && scanner.AtomText(out string? thread, 255) && Done(new ThreadIdKey(thread), out key);
            case "FILTER":
                // search-key =/ "FILTER" SP filter-name; filter-name = 1*<any ATOM-CHAR except "/">; RFC 5466 section 4
                return scanner.Space() && scanner.AtomText(out string? filter, 255)
                    && (!filter.Contains('/') || scanner.Fail("The name of a filter has no slash")) && Done(new FilterKey(filter), out key);
            case "MODSEQ":
                return ModSeq(ref scanner, out key);
            default:
                return scanner.Fail("There is no such search key");
        }
    }

    // "MODSEQ" [SP entry-name SP entry-type-req] SP mod-sequence-valzer; RFC 7162 section 7
    private static bool ModSeq(ref ImapScanner scanner, out SearchKey? key)
    {
        key = null;
        string? name = null, type = null;
        if (!scanner.Space())
        {
            return false;
        }
        if (scanner.Sees('"'))
        {
            if (!scanner.AStringText(out name) || !scanner.Space() || !scanner.AtomText(out type))
            {
                return false;
            }
            type = type.ToLowerInvariant();
            if (type is not ("priv" or "shared" or "all"))
            {
                return scanner.Fail("An entry type is priv, shared or all");
            }
            if (!scanner.Space())
            {
                return false;
            }
        }
        return scanner.Number64(out long value) && Done(new ModSeqKey(value, name, type), out key);
    }

    private static bool Text(ref ImapScanner scanner, TextField field, out SearchKey? key)
    {
        key = null;
        return scanner.Space() && scanner.AStringText(out string? text) && Done(new TextKey(field, text), out key);
    }

    // date = date-text / DQUOTE date-text DQUOTE; date-text = date-day "-" date-month "-" date-year; RFC 9051 section 9
    private static bool Date(ref ImapScanner scanner, DateField field, string word, out SearchKey? key)
    {
        key = null;
        if (!scanner.Space() || !scanner.AString(out ReadOnlySpan<byte> text))
        {
            return false;
        }
        int dash = text.IndexOf((byte)'-');
        if (dash is not (1 or 2) || text.Length != dash + 9 || text[dash + 4] != '-'
            || InternalDate.MonthOf(text.Slice(dash + 1, 3)) is not (> 0 and var month)
            || !AsciiDigits.TryParse(text[..dash], 31, out ulong day) || !AsciiDigits.TryParse(text[(dash + 5)..], 9999, out ulong year)
            || year == 0 || day == 0 || day > (ulong)DateTime.DaysInMonth((int)year, month))
        {
            return scanner.Fail("That is not a date");
        }
        int number = (int)(new DateTime((int)year, month, (int)day, 0, 0, 0, DateTimeKind.Utc) - DateTime.UnixEpoch).TotalDays;
        DateComparison comparison = word switch
        {
            "BEFORE" => DateComparison.Before,
            "ON" => DateComparison.On,
            _ => DateComparison.Since,
        };
        return Done(new DateKey(field, comparison, number), out key);
    }

    private static bool Set(ref ImapScanner scanner, out SequenceSet set) => SequenceSetGrammar.Parse(ref scanner, out set);

    private static bool Done(SearchKey made, out SearchKey? key)
    {
        key = made;
        return true;
    }
}
