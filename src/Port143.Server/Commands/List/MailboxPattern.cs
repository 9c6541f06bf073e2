using Port143.Mail;

namespace Port143.Server.Commands.List;

/// <summary>
/// A pattern of LIST (RFC 9051 section 6.3.9): <c>*</c> stands for anything, <c>%</c> for anything within one level.
/// Matched with two pointers and one place to fall back to for each kind of wildcard, so no pattern is slow.
/// </summary>
internal sealed class MailboxPattern
{
    private readonly string _pattern;

    /// <summary>Joins reference and pattern as the RFC's examples do; INBOX is found in any case.</summary>
    public MailboxPattern(string reference, string pattern)
    {
        _pattern = MailboxName.Normalize(reference.Length == 0 || pattern.StartsWith(MailboxName.Separator) ? pattern : reference + pattern);
        if (_pattern.Equals("INBOX", StringComparison.OrdinalIgnoreCase)
            || _pattern.StartsWith("INBOX/", StringComparison.OrdinalIgnoreCase))
        {
            _pattern = "INBOX" + _pattern[5..];
        }
    }

    /// <summary>Whether it can match a level or anything below it; true where that is not plain from its beginning.</summary>
    public bool MayMatchBelow(MailboxName top)
    {
        int wildcard = _pattern.AsSpan().IndexOfAny('*', '%');
        ReadOnlySpan<char> fixedPart = wildcard < 0 ? _pattern : _pattern.AsSpan(0, wildcard);
        string name = top.Value + MailboxName.Separator;
        return fixedPart.Length <= name.Length
            ? name.StartsWith(fixedPart, StringComparison.Ordinal) && (wildcard >= 0 || fixedPart.Length >= name.Length - 1)
            : fixedPart.StartsWith(name, StringComparison.Ordinal);
    }

    /// <summary>Whether the name matches.</summary>
    public bool Matches(MailboxName name) => Matches(_pattern, name.Value) || name.IsInbox && Matches(_pattern.ToUpperInvariant(), "INBOX");

    private static bool Matches(string pattern, string name)
    {
        int p = 0, n = 0;
        int starPattern = -1, starName = 0;       // after the last *, and how much of the name it has taken
        int percentPattern = -1, percentName = 0; // the same for the last % since then
        while (true)
        {
            if (p < pattern.Length && pattern[p] == '*')
            {
                starPattern = ++p;
                starName = n;
                percentPattern = -1;
            }
            else if (p < pattern.Length && pattern[p] == '%')
            {
                percentPattern = ++p;
                percentName = n;
            }
            else if (n == name.Length && p == pattern.Length)
            {
                return true;
            }
            else if (n < name.Length && p < pattern.Length && pattern[p] == name[n])
            {
                p++;
                n++;
            }
            else if (percentPattern >= 0 && percentName < name.Length && name[percentName] != MailboxName.Separator)
            {
                n = ++percentName;
                p = percentPattern;
            }
            else if (starPattern >= 0 && starName < name.Length)
            {
                n = ++starName;
                p = starPattern;
                percentPattern = -1;
            }
            else
            {
                return false;
            }
        }
    }
}
