using Port143.Storage.Search;

namespace Port143.Server.Extensions;

/// <summary>
/// The comparators of I18NLEVEL=2 (RFC 5255 section 4.4). Only collations that offer substrings and ordering can be among
/// them, which leaves out i;ascii-numeric.
/// </summary>
internal static class Comparators
{
    private static readonly string[] Names = ["i;unicode-casemap", "i;ascii-casemap", "i;octet"];

    /// <summary>The name of a comparator.</summary>
    public static string NameOf(Collation collation) => Names[(int)collation];

    /// <summary>The comparators that a pattern names, the default one first: <c>*</c> stands for any characters, and a sign for
    /// the direction of sorting (RFC 4790 sections 3.2 and 3.3). Only the usual direction is there.</summary>
    public static IEnumerable<Collation> Matching(string pattern)
    {
        if (pattern.Equals("default", StringComparison.OrdinalIgnoreCase))
        {
            return [Collation.UnicodeCasemap];
        }
        string wanted = pattern.StartsWith('+') ? pattern[1..] : pattern;
        return Enum.GetValues<Collation>().Where(c => Matches(NameOf(c), wanted));
    }

    // Greedy with one place to come back to: the time is bounded by the product of the lengths.
    private static bool Matches(string name, string pattern)
    {
        int at = 0, p = 0, star = -1, starAt = 0;
        while (at < name.Length)
        {
            if (p < pattern.Length && pattern[p] == '*')
            {
                star = p++;
                starAt = at;
            }
            else if (p < pattern.Length && char.ToLowerInvariant(pattern[p]) == name[at])
            {
                p++;
                at++;
            }
            else if (star >= 0)
            {
                p = star + 1;
                at = ++starAt;
            }
            else
            {
                return false;
            }
        }
        return pattern.AsSpan(p).Trim('*').IsEmpty;
    }
}
