using System.Text.RegularExpressions;

namespace Port143.Server.Tests.Scripts;

/// <summary>
/// Makes two responses alike that mean the same, for servers that are not ours: the order of flags, of FETCH and STATUS items,
/// of annotations, of rights and of the attributes of LIST is free (RFC 9051 section 7), and so are quotes around an atom,
/// the time zone of a date, and what a server is called.
/// </summary>
internal static partial class LooseComparison
{
    /// <summary>The response or pattern in a form of its own.</summary>
    public static string Normalise(string response)
    {
        if (!response.StartsWith("* ", StringComparison.Ordinal) || CodePattern().IsMatch(response))
        {
            return response;
        }
        if (OwnPattern().Match(response) is { Success: true } own)
        {
            return own.Value; // its own name, its own places, its own names for quotas
        }
        string text = PlainStrings(response);
        text = SystemNamePattern().Replace(text, m => m.Value.ToLowerInvariant());
        text = RecentPattern().Replace(text, "");
        text = DatePattern().Replace(text, m => DateTimeOffset.TryParse(m.Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture, out DateTimeOffset date)
            ? $"\"{date.UtcDateTime:s}\"" : m.Value);
        text = text.StartsWith("* L", StringComparison.Ordinal) ? MarkedPattern().Replace(text, "") : text;
        text = text.Contains("\\nonexistent", StringComparison.Ordinal) || text.StartsWith("* LSUB", StringComparison.Ordinal)
            ? NoSelectPattern().Replace(text, "") : text; // RFC 5258 section 3: the one implies the other
        text = QuotedAtomPattern().Replace(text, "$1");
        text = ParenthesisPattern().Replace(text, m => "(" + m.Groups[1].Value.Trim() + ")");
        text = FlagListPattern().Replace(text, m => $"({string.Join(' ', m.Groups[1].Value.Split(' ').Order(StringComparer.OrdinalIgnoreCase))})");
        text = MyRightsPattern().Replace(text, m => m.Groups[1].Value + RightsOf(m.Groups[2].Value));
        text = AclPattern().Replace(text, m => m.Groups[1].Value + string.Concat(SplitItems(m.Groups[2].Value).Select(EntryOf).Order(StringComparer.Ordinal)));
        text = EsearchPattern().Replace(text, m => m.Groups[1].Value + string.Concat(SplitItems(m.Groups[2].Value).Order(StringComparer.Ordinal).Select(i => " " + i)));
        text = StructurePattern().Replace(text, m => m.Value.ToUpperInvariant()); // types and names of parameters: in any case
        text = SectionPattern().Replace(text, m => m.Value.ToUpperInvariant());
        text = EnabledPattern().Replace(text, m => "* ENABLED" + string.Concat(m.Groups[1].Value.Split(' ').Where(w => w.Length > 0 && w != "CONDSTORE").Order(StringComparer.Ordinal).Select(w => " " + w)));
        return ListPattern().Match(text) is { Success: true } list
            ? list.Groups[1].Value + string.Join(' ', SplitItems(list.Groups[2].Value).Order(StringComparer.OrdinalIgnoreCase)) + ")"
            : text.TrimEnd(' ');
    }

    /// <summary>
    /// The items of a FETCH or STATUS, for a server that tells more than was asked for; null for anything else. UID, FLAGS and MODSEQ may
    /// come with any FETCH, other counts with a STATUS that nobody asked for (RFC 9051 section 7, RFC 5465 section 5.1).
    /// </summary>
    public static (string Head, List<string> Items)? ItemsOf(string normalised) =>
        ItemsPattern().Match(normalised) is { Success: true } list ? (list.Groups[1].Value, SplitItems(list.Groups[2].Value)) : null;

    /// <summary>Whether a response may have the item although it is not expected.</summary>
    public static bool MayComeWith(string item) => ExtraPattern().IsMatch(item);

    /// <summary>Whether a response may lack the item: a UID that only QRESYNC asks of news (RFC 7162 section 3.2.3).</summary>
    public static bool MayLack(string item) => item.StartsWith("UID ", StringComparison.Ordinal);

    /// <summary>
    /// Whether a tagged OK says all that the pattern wants: its text is free, and of its codes only those count that tell
    /// numbers.
    /// </summary>
    public static bool IsSameOk(string pattern, string response) =>
        OkPattern().Match(pattern) is { Success: true } ok && response.StartsWith(ok.Value, StringComparison.Ordinal)
        && !NumbersPattern().IsMatch(pattern);

    /// <summary>Whether a server may leave out what the pattern says without breaking anything.</summary>
    public static bool MayBeMissing(string pattern) => InformationPattern().IsMatch(pattern) || pattern is "* ENABLED" or "* SORT" or "* THREAD";

    /// <summary>Whether this tells how many messages there are; of several told together the last counts.</summary>
    public static bool IsCount(string response) => CountPattern().IsMatch(response);

    /// <summary>Whether a server may say this at any time.</summary>
    public static bool MayBeSaid(string response) => CodePattern().IsMatch(response) || InformationPattern().IsMatch(response) || UnaskedPattern().IsMatch(response);

    /// <summary>
    /// A refusal is a refusal: NO and BAD, whose border the RFCs leave to servers, and codes, which RFC 5530 recommends only.
    /// </summary>
    public static bool IsRefusal(string pattern) => RefusalPattern().IsMatch(pattern);

    // Literals and quoted strings are one thing (RFC 9051 section 4.3).
    private static string PlainStrings(string text)
    {
        int at = 0;
        while (LiteralPattern().Match(text, at) is { Success: true } match)
        {
            int begin = match.Index + match.Length, length = int.Parse(match.Groups[1].Value);
            at = Math.Min(text.Length, begin + length);
            if (begin + length <= text.Length && IsPlain(text.AsSpan(begin, length)))
            {
                text = $"{text[..match.Index]}\"{text.AsSpan(begin, length)}\"{text[at..]}";
                at = match.Index + length + 2;
            }
        }
        return text;
    }

    // c and d stand for others (RFC 4314 section 2.1.1), n for annotations (RFC 5257 section 4.10).
    private static string EntryOf(string entry) =>
        entry.LastIndexOf(' ') is var blank and >= 0 ? $"{entry[..blank]} {RightsOf(entry[(blank + 1)..])}; " : entry;

    private static string RightsOf(string letters) => string.Concat(letters.Where(c => c is not ('c' or 'd' or 'n')).Order());

    // name value pairs; a value may be a list, a string or a literal
    private static List<string> SplitItems(string items)
    {
        var pairs = new List<string>();
        int at = 0, words = 0, begin = 0, depth = 0;
        bool quoted = false;
        for (; at < items.Length; at++)
        {
            char c = items[at];
            if (c == '"')
            {
                quoted = !quoted;
            }
            else if (!quoted && c is '(' or '[')
            {
                depth++;
            }
            else if (!quoted && c is ')' or ']')
            {
                depth--;
            }
            else if (!quoted && depth == 0 && c == '{')
            {
                int end = items.IndexOf("}\r\n", at, StringComparison.Ordinal);
                if (end < 0 || !int.TryParse(items.AsSpan(at + 1, end - at - 1), out int length))
                {
                    return [items];
                }
                at = Math.Min(items.Length - 1, end + 2 + length);
            }
            else if (!quoted && depth == 0 && c == ' ' && ++words % 2 == 0)
            {
                pairs.Add(items[begin..at]);
                begin = at + 1;
            }
        }
        pairs.Add(items[begin..]);
        return pairs;
    }

    private static bool IsPlain(ReadOnlySpan<char> text) => text.IndexOfAnyExceptInRange(' ', '~') < 0 && text.IndexOfAny('"', '\\') < 0;

    [GeneratedRegex(@"^\* (OK|NO|BAD|BYE|PREAUTH) ")]
    private static partial Regex CodePattern();

    [GeneratedRegex(@"~?\{(\d{1,3})\}\r\n")]
    private static partial Regex LiteralPattern();

    [GeneratedRegex("\"([ 0-9]\\d-[A-Z][a-z][a-z]-\\d{4} [0-9:]{8} [+-]\\d{4})\"")]
    private static partial Regex DatePattern();

    [GeneratedRegex(@"^\S+ OK ")]
    private static partial Regex OkPattern();

    [GeneratedRegex(@"\[(?:APPENDUID|COPYUID|MODIFIED|HIGHESTMODSEQ)")]
    private static partial Regex NumbersPattern();

    [GeneratedRegex(@"\\[A-Za-z]+")]
    private static partial Regex SystemNamePattern();

    [GeneratedRegex(@"\\recent ?")]
    private static partial Regex RecentPattern();

    [GeneratedRegex(@"\\(?:marked|unmarked|noinferiors|haschildren|hasnochildren) ?")]
    private static partial Regex MarkedPattern();

    [GeneratedRegex(@"\\noselect ?")]
    private static partial Regex NoSelectPattern();

    [GeneratedRegex("\"([A-Za-z0-9./#-]+)\"")]
    private static partial Regex QuotedAtomPattern();

    [GeneratedRegex(@"\(([\\$A-Za-z ]*)\)")]
    private static partial Regex ParenthesisPattern();

    [GeneratedRegex(@"\(([\\$][A-Za-z0-9]+(?: [\\$]?[A-Za-z0-9]+)+)\)")]
    private static partial Regex FlagListPattern();

    [GeneratedRegex(@"^\* (?:ID|NAMESPACE|QUOTAROOT (?:""[^""]*""|\S+)|QUOTA)(?= )")]
    private static partial Regex OwnPattern();

    [GeneratedRegex(@"^(\* ESEARCH(?: \([^)]*\))?(?: UID)?) ([A-Z][^.]*)\z")]
    private static partial Regex EsearchPattern();

    [GeneratedRegex(@"\bBODY(?:STRUCTURE)? \(.*", RegexOptions.Singleline)]
    private static partial Regex StructurePattern();

    [GeneratedRegex(@"^(\* MYRIGHTS (?:""[^""]*""|\S+) )([a-z]*)\z")]
    private static partial Regex MyRightsPattern();

    [GeneratedRegex(@"^(\* ACL (?:""[^""]*""|\S+) )(.+)\z")]
    private static partial Regex AclPattern();

    [GeneratedRegex(@"(?<=\bB(?:ODY|INARY)\[)[^\]""]*(?=\])")]
    private static partial Regex SectionPattern();

    [GeneratedRegex(@"^(\* (?:\d+ FETCH|STATUS \S+) \()(.*?)\)?\z", RegexOptions.Singleline)]
    private static partial Regex ItemsPattern();

    [GeneratedRegex(@"^\* ENABLED((?: [A-Z0-9=]+)*)\z")]
    private static partial Regex EnabledPattern();

    [GeneratedRegex(@"^(\* (?:\d+ FETCH|STATUS \S+|METADATA \S+) \()((?:(?!\.\.\.).)*)\)\z", RegexOptions.Singleline)]
    private static partial Regex ListPattern();

    [GeneratedRegex(@"^(?:UID \d+|FLAGS \([^)]*\)|MODSEQ \(\d+\)|(?:UNSEEN|MESSAGES|UIDNEXT|UIDVALIDITY|HIGHESTMODSEQ|RECENT) \d+)\z")]
    private static partial Regex ExtraPattern();

    [GeneratedRegex(@"^\* (?:(?:OK|NO) (?!\[(?:COPYUID|UIDVALIDITY|UIDNEXT))|\S+ RECENT|FLAGS |CAPABILITY )")]
    private static partial Regex InformationPattern();

    [GeneratedRegex(@"^\* \d+ EXISTS\z")]
    private static partial Regex CountPattern();

    [GeneratedRegex(@"^\* (?:\d+ EXISTS|\d+ FETCH \((?:UID \d+ ?|FLAGS \([^)]*\) ?|MODSEQ \(\d+\) ?)+\))\z")]
    private static partial Regex UnaskedPattern();

    [GeneratedRegex(@"^(\S+) (NO|BAD)\b")]
    private static partial Regex RefusalPattern();
}
