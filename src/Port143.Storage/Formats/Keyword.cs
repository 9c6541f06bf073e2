namespace Port143.Storage.Formats;

/// <summary>Keywords as they may stand in IMAP (RFC 9051 section 9, <c>flag-keyword = atom</c>).</summary>
internal static class Keyword
{
    /// <summary>Whether a word can be a keyword; at most 100 characters.</summary>
    public static bool IsValid(string word)
    {
        if (word.Length is 0 or > 100)
        {
            return false;
        }
        foreach (char c in word)
        {
            if (c is <= ' ' or >= '\x7f' or '(' or ')' or '{' or '%' or '*' or '"' or '\\' or ']')
            {
                return false;
            }
        }
        return true;
    }
}
