using System.Text.RegularExpressions;

namespace Port143.Server.Tests.Scripts;

/// <summary>
/// Message numbers that do not depend on the order in which a server tells its news: FETCH is written with the number that the
/// message has after all that was told together, EXPUNGE with the number that it had before (RFC 9051 section 7.5.1).
/// </summary>
internal static partial class LooseNumbers
{
    /// <summary>The same responses with such numbers.</summary>
    public static List<string> Write(IReadOnlyList<string> responses)
    {
        var written = new List<string>(responses.Count);
        var before = new List<int>(); // what is expunged so far, in the numbers of the beginning
        for (int i = 0; i < responses.Count; i++)
        {
            Match match = NumberPattern().Match(responses[i]);
            if (!match.Success)
            {
                written.Add(responses[i]);
                continue;
            }
            int number = int.Parse(match.Groups[1].Value);
            string rest = responses[i][(match.Index + match.Length)..];
            if (match.Groups[2].Value == "EXPUNGE")
            {
                int first = Original(number, before);
                before.Add(first);
                before.Sort();
                written.Add($"* {first} EXPUNGE{rest}");
                continue;
            }
            foreach (int gone in responses.Skip(i + 1).Select(ExpungedBy).Where(n => n > 0))
            {
                number -= number > gone ? 1 : 0;
            }
            written.Add($"* {number} FETCH{rest}");
        }
        return written;
    }

    private static int Original(int number, List<int> before)
    {
        foreach (int gone in before)
        {
            number += gone <= number ? 1 : 0;
        }
        return number;
    }

    private static int ExpungedBy(string response) =>
        NumberPattern().Match(response) is { Success: true } match && match.Groups[2].Value == "EXPUNGE" ? int.Parse(match.Groups[1].Value) : 0;

    [GeneratedRegex(@"^\* (\d{1,9}) (EXPUNGE|FETCH)(?= |\z)")]
    private static partial Regex NumberPattern();
}
