namespace Port143.Storage.Digest;

/// <summary>
/// The base subject (RFC 5256 section 2.1): a subject without what replies, forwards and mailing lists put around it. Subjects
/// are sorted and threaded by it. The time is linear in the length.
/// </summary>
public static class BaseSubject
{
    private const string ForwardTrailer = "(fwd)";
    private const string ForwardHeader = "[fwd:";

    /// <summary>The base subject of a decoded subject.</summary>
    /// <param name="subject">The subject, its folds and encoded-words undone.</param>
    /// <param name="isReplyOrForward">Whether "re", "fw" or one of their kin was taken away (RFC 5256 section 3, REFERENCES).</param>
    public static string Extract(string subject, out bool isReplyOrForward)
    {
        isReplyOrForward = false;
        ReadOnlySpan<char> text = WithSingleBlanks(subject);
        while (true)
        {
            text = WithoutTrailers(text, ref isReplyOrForward);
            text = WithoutLeaders(text, ref isReplyOrForward);
            if (!text.StartsWith(ForwardHeader, StringComparison.OrdinalIgnoreCase) || text[^1] != ']')
            {
                return text.Length == subject.Length ? subject : text.ToString();
            }
            isReplyOrForward = true;
            text = text[ForwardHeader.Length..^1];
        }
    }

    // Step 1: tabs become blanks, and several blanks one.
    private static string WithSingleBlanks(string subject)
    {
        if (!subject.Contains("  ", StringComparison.Ordinal) && subject.AsSpan().IndexOfAny("\t\r\n") < 0)
        {
            return subject;
        }
        var single = new System.Text.StringBuilder(subject.Length);
        foreach (char c in subject)
        {
            bool blank = c is ' ' or '\t' or '\r' or '\n';
            if (!blank || single.Length == 0 || single[^1] != ' ')
            {
                single.Append(blank ? ' ' : c);
            }
        }
        return single.ToString();
    }

    // Step 2. subj-trailer = "(fwd)" / WSP
    private static ReadOnlySpan<char> WithoutTrailers(ReadOnlySpan<char> text, scoped ref bool isForward)
    {
        while (true)
        {
            text = text.TrimEnd(' ');
            if (!text.EndsWith(ForwardTrailer, StringComparison.OrdinalIgnoreCase))
            {
                return text;
            }
            isForward = true;
            text = text[..^ForwardTrailer.Length];
        }
    }

    // Steps 3 to 5. subj-leader = (*subj-blob subj-refwd) / WSP
    private static ReadOnlySpan<char> WithoutLeaders(ReadOnlySpan<char> text, scoped ref bool isReplyOrForward)
    {
        while (true)
        {
            text = text.TrimStart(' ');
            int blobs = 0;  // where the blobs at the beginning end
            int last = 0;   // where the last of them begins
            for (int end; (end = EndOfBlob(text, blobs)) > 0; blobs = end)
            {
                last = blobs;
            }
            int refwd = EndOfRefwd(text, blobs);
            if (refwd == 0)
            {
                // A blob stays where it is all that there is.
                return text[(blobs == text.Length ? last : blobs)..];
            }
            isReplyOrForward = true;
            text = text[refwd..];
        }
    }

    // subj-blob = "[" *BLOBCHAR "]" *WSP; the place behind it, or 0
    private static int EndOfBlob(ReadOnlySpan<char> text, int at)
    {
        if (at >= text.Length || text[at] != '[')
        {
            return 0;
        }
        int close = text[(at + 1)..].IndexOfAny('[', ']');
        return close < 0 || text[at + 1 + close] == '[' ? 0 : SkipBlanks(text, at + close + 2);
    }

    // subj-refwd = ("re" / ("fw" ["d"])) *WSP [subj-blob] ":"; the place behind it, or 0
    private static int EndOfRefwd(ReadOnlySpan<char> text, int at)
    {
        ReadOnlySpan<char> rest = text[at..];
        int word = rest.StartsWith("fwd", StringComparison.OrdinalIgnoreCase) ? 3
            : rest.StartsWith("re", StringComparison.OrdinalIgnoreCase) || rest.StartsWith("fw", StringComparison.OrdinalIgnoreCase) ? 2
            : 0;
        if (word == 0)
        {
            return 0;
        }
        int colon = SkipBlanks(text, at + word);
        if (EndOfBlob(text, colon) is var end and > 0)
        {
            colon = end;
        }
        return colon < text.Length && text[colon] == ':' ? colon + 1 : 0;
    }

    private static int SkipBlanks(ReadOnlySpan<char> text, int at)
    {
        while (at < text.Length && text[at] == ' ')
        {
            at++;
        }
        return at;
    }
}
