namespace Port143.Storage.Digest;

/// <summary>The visible text of HTML, roughly: tags, comments, styles and scripts removed, entities undone. Linear time.</summary>
internal static class HtmlText
{
    private const int LongestEntity = 32;
    private static readonly string[] Hidden = ["style", "script", "head", "title"];

    public static void Write(ReadOnlySpan<char> html, ref PreviewText text)
    {
        while (!html.IsEmpty && !text.IsFull)
        {
            int at = html.IndexOfAny('<', '&');
            if (at < 0)
            {
                text.Add(html);
                return;
            }
            text.Add(html[..at]);
            html = html[at..];
            if (html[0] == '&')
            {
                html = html[AddEntity(html, ref text)..];
            }
            else if (html.Length > 1 && (char.IsAsciiLetter(html[1]) || html[1] is '/' or '!' or '?'))
            {
                html = html[SkipTag(html, ref text)..];
            }
            else
            {
                text.Add("<");
                html = html[1..];
            }
        }
    }

    /// <summary>The length of a tag, with what it hides.</summary>
    private static int SkipTag(ReadOnlySpan<char> html, ref PreviewText text)
    {
        if (html.StartsWith("<!--", StringComparison.Ordinal))
        {
            int close = html.IndexOf("-->", StringComparison.Ordinal);
            return close < 0 ? html.Length : close + 3;
        }
        int end = html.IndexOf('>');
        if (end < 0)
        {
            return html.Length;
        }
        int nameEnd = 1;
        while (nameEnd < end && char.IsAsciiLetterOrDigit(html[nameEnd]))
        {
            nameEnd++;
        }
        ReadOnlySpan<char> name = html[1..nameEnd];
        foreach (string hidden in Hidden)
        {
            if (name.Equals(hidden, StringComparison.OrdinalIgnoreCase))
            {
                int close = html[end..].IndexOf("</" + hidden, StringComparison.OrdinalIgnoreCase);
                return close < 0 ? html.Length : end + close;
            }
        }
        // Inline tags do not part words; all others do.
        if (!(name is "b" or "i" or "a" or "em" or "u" or "B" or "I" or "A" or "span" or "strong" or "font"))
        {
            text.AddBlank();
        }
        return end + 1;
    }

    private static int AddEntity(ReadOnlySpan<char> html, ref PreviewText text)
    {
        int end = html[..Math.Min(html.Length, LongestEntity)].IndexOf(';');
        if (end < 0)
        {
            text.Add("&");
            return 1;
        }
        string entity = html[..(end + 1)].ToString();
        string decoded = System.Net.WebUtility.HtmlDecode(entity);
        if (decoded == entity)
        {
            text.Add("&");
            return 1;
        }
        text.Add(decoded);
        return end + 1;
    }
}
