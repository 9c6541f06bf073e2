using System.Text;
using System.Text.RegularExpressions;

namespace Port143.Server.Tests.Scripts;

/// <summary>Compares a response with what a script expects, and remembers what it names.</summary>
internal static partial class ResponsePattern
{
    /// <summary>Puts in what names stand for; an unknown name stays as it is.</summary>
    public static string Fill(string text, Func<string, string?> lookUp) =>
        NamePattern().Replace(text, m => lookUp(m.Groups[1].Value) ?? m.Value);

    /// <summary>Whether the response looks like the pattern; names that were free are then in <paramref name="found"/>.</summary>
    public static bool Matches(string pattern, string response, Func<string, string?> lookUp, Dictionary<string, string> found)
    {
        var regex = new StringBuilder("^");
        var free = new List<string>();
        int at = 0;
        foreach (Match token in TokenPattern().Matches(pattern))
        {
            regex.Append(Regex.Escape(pattern[at..token.Index]));
            at = token.Index + token.Length;
            string name = token.Groups[1].Value;
            if (name.Length == 0)
            {
                regex.Append(".*?");
            }
            else if (lookUp(name) is { } known)
            {
                regex.Append(Regex.Escape(known));
            }
            else if (free.Contains(name))
            {
                regex.Append($@"\k<n{free.IndexOf(name)}>");
            }
            else
            {
                // A day of one digit is padded (date-day-fixed, RFC 9051), which SEARCH does not want.
                regex.Append(name == "day" ? " ?" : "").Append($@"(?<n{free.Count}>[^ ()\[\]""\r\n]+)");
                free.Add(name);
            }
        }
        regex.Append(Regex.Escape(pattern[at..])).Append(@"\z");
        Match match = Regex.Match(response, regex.ToString(), RegexOptions.Singleline | RegexOptions.CultureInvariant);
        for (int i = 0; match.Success && i < free.Count; i++)
        {
            found[free[i]] = match.Groups[$"n{i}"].Value;
        }
        return match.Success;
    }

    [GeneratedRegex("<([a-z][a-z0-9:-]*)>")]
    private static partial Regex NamePattern();

    [GeneratedRegex(@"<([a-z][a-z0-9:-]*)>|\.\.\.")]
    private static partial Regex TokenPattern();
}
