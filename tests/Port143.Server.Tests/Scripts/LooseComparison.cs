using System.Text.RegularExpressions;

namespace Port143.Server.Tests.Scripts;

/// <summary>
/// Makes two responses alike that mean the same, for servers that are not ours: the order of flags, of FETCH and STATUS items
/// and of the attributes of LIST is free (RFC 9051 section 7), and so are quotes around an atom.
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
        string text = LiteralPattern().Replace(response, m =>
            m.Groups[2].Value.Length >= int.Parse(m.Groups[1].Value) && IsPlain(m.Groups[2].Value[..int.Parse(m.Groups[1].Value)])
                ? $"\"{m.Groups[2].Value[..int.Parse(m.Groups[1].Value)]}\"{m.Groups[2].Value[int.Parse(m.Groups[1].Value)..]}"
                : m.Value);
        text = SystemNamePattern().Replace(text, m => m.Value.ToLowerInvariant());
        text = RecentPattern().Replace(text, "");
        text = DayPattern().Replace(text, "\" $1-");
        text = MarkedPattern().Replace(text, "");
        text = QuotedAtomPattern().Replace(text, "$1");
        text = ParenthesisPattern().Replace(text, m => "(" + m.Groups[1].Value.Trim() + ")");
        text = FlagListPattern().Replace(text, m => $"({string.Join(' ', m.Groups[1].Value.Split(' ').Order(StringComparer.OrdinalIgnoreCase))})");
        return ListPattern().Match(text) is { Success: true } list
            ? list.Groups[1].Value + string.Join(' ', SplitItems(list.Groups[2].Value).Order(StringComparer.OrdinalIgnoreCase)) + ")"
            : text;
    }

    /// <summary>A FETCH without its UID, which only QRESYNC asks of news (RFC 7162 section 3.2.3).</summary>
    public static string WithoutUid(string response) => UidPattern().Replace(response, "$1");

    /// <summary>
    /// Whether a tagged OK says all that the pattern wants: its text is free, and of its codes only those count that tell
    /// numbers.
    /// </summary>
    public static bool IsSameOk(string pattern, string response) =>
        OkPattern().Match(pattern) is { Success: true } ok && response.StartsWith(ok.Value, StringComparison.Ordinal)
        && !NumbersPattern().IsMatch(pattern);

    /// <summary>Whether a server may leave out what the pattern says without breaking anything.</summary>
    public static bool MayBeMissing(string pattern) => InformationPattern().IsMatch(pattern);

    /// <summary>Whether a server may say this at any time.</summary>
    public static bool MayBeSaid(string response) => CodePattern().IsMatch(response) || InformationPattern().IsMatch(response) || UnaskedPattern().IsMatch(response);

    /// <summary>
    /// A refusal is a refusal: NO and BAD, whose border the RFCs leave to servers, and codes, which RFC 5530 recommends only.
    /// </summary>
    public static bool IsRefusal(string pattern) => RefusalPattern().IsMatch(pattern);

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

    [GeneratedRegex(@"^\* (OK|NO|BAD|BYE|PREAUTH) ")]
    private static partial Regex CodePattern();

    private static bool IsPlain(string text) => text.All(c => c is >= ' ' and < '\x7f' and not ('"' or '\\'));

    [GeneratedRegex(@"~?\{(\d{1,3})\}\r\n(.*)", RegexOptions.Singleline)]
    private static partial Regex LiteralPattern();

    [GeneratedRegex("\"0(\\d)-")]
    private static partial Regex DayPattern();

    [GeneratedRegex(@"^(\* \d+ FETCH \()UID [^ )]+ ?")]
    private static partial Regex UidPattern();

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

    [GeneratedRegex("\"([A-Za-z0-9./-]+)\"")]
    private static partial Regex QuotedAtomPattern();

    [GeneratedRegex(@"\(([\\$A-Za-z ]*)\)")]
    private static partial Regex ParenthesisPattern();

    [GeneratedRegex(@"\(([\\$][A-Za-z0-9]+(?: [\\$]?[A-Za-z0-9]+)+)\)")]
    private static partial Regex FlagListPattern();

    [GeneratedRegex(@"^(\* (?:\d+ FETCH|STATUS \S+) \()((?:(?!\.\.\.).)*)\)\z", RegexOptions.Singleline)]
    private static partial Regex ListPattern();

    [GeneratedRegex(@"^\* (?:(?:OK|NO) (?!\[(?:COPYUID|UIDVALIDITY|UIDNEXT))|\S+ RECENT|FLAGS |CAPABILITY )")]
    private static partial Regex InformationPattern();

    [GeneratedRegex(@"^\* (?:\d+ EXISTS|\d+ FETCH \((?:UID \d+ ?|FLAGS \([^)]*\) ?|MODSEQ \(\d+\) ?)+\))\z")]
    private static partial Regex UnaskedPattern();

    [GeneratedRegex(@"^(\S+) (NO|BAD)\b")]
    private static partial Regex RefusalPattern();
}
