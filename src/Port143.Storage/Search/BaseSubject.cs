namespace Port143.Storage.Search;

/// <summary>
/// The base subject (RFC 5256 section 2.1): a subject without what replies, forwards and lists put around it. Takes time in
/// proportion to the subject.
/// </summary>
public static class BaseSubject
{
    /// <summary>The base subject of a subject whose encoded-words are decoded already.</summary>
    /// <param name="subject">The subject.</param>
    /// <param name="isReplyOrForward">Whether something was removed that makes it a reply or a forward (section 3, THREAD).</param>
    public static string Of(ReadOnlySpan<char> subject, out bool isReplyOrForward)
    {
        isReplyOrForward = false;
        char[] rented = System.Buffers.ArrayPool<char>.Shared.Rent(subject.Length);
        ReadOnlySpan<char> text = Collapse(subject, rented);
        while (true)
        {
            text = WithoutTrailers(text, ref isReplyOrForward);
            text = WithoutLeaders(text, ref isReplyOrForward);
            // (6) subj-fwd-hdr = "[fwd:"; subj-fwd-trl = "]"
            if (!text.StartsWith("[fwd:", StringComparison.OrdinalIgnoreCase) || text[^1] != ']')
            {
                break;
            }
            isReplyOrForward = true;
            text = text[5..^1];
        }
        string result = text.ToString();
        System.Buffers.ArrayPool<char>.Shared.Return(rented);
        return result;
    }

    // (1) Tabs and continuations become blanks, several blanks one.
    private static ReadOnlySpan<char> Collapse(ReadOnlySpan<char> subject, Span<char> collapsed)
    {
        int length = 0;
        foreach (char c in subject)
        {
            char next = c is '\t' or '\r' or '\n' ? ' ' : c;
            if (next != ' ' || length == 0 || collapsed[length - 1] != ' ')
            {
                collapsed[length++] = next;
            }
        }
        return collapsed[..length];
    }

    // (2) subj-trailer = "(fwd)" / WSP, as often as it stands there
    private static ReadOnlySpan<char> WithoutTrailers(ReadOnlySpan<char> text, scoped ref bool isReplyOrForward)
    {
        while (true)
        {
            text = text.TrimEnd(' ');
            if (!text.EndsWith("(fwd)", StringComparison.OrdinalIgnoreCase))
            {
                return text;
            }
            isReplyOrForward = true;
            text = text[..^5];
        }
    }

    // (3) to (5). Blobs that lead to no "re:" are removed one by one as long as text is left; whatever follows them begins
    // with neither a blob nor a "re:", so that nothing is looked at twice.
    private static ReadOnlySpan<char> WithoutLeaders(ReadOnlySpan<char> text, scoped ref bool isReplyOrForward)
    {
        while (true)
        {
            text = text.TrimStart(' ');
            int at = 0, last = 0;
            while (Blob(text[at..]) is var blob and > 0)
            {
                last = at;
                at += blob;
            }
            int reply = ReplyOrForward(text[at..]);
            if (reply == 0)
            {
                return text[(at == text.Length ? last : at)..];
            }
            isReplyOrForward = true;
            text = text[(at + reply)..];
        }
    }

    // subj-blob = "[" *BLOBCHAR "]" *WSP; the length, or 0
    private static int Blob(ReadOnlySpan<char> text)
    {
        if (text.IsEmpty || text[0] != '[')
        {
            return 0;
        }
        int end = text[1..].IndexOfAny('[', ']') + 1;
        return end == 0 || text[end] == '[' ? 0 : end + 1 + Blanks(text[(end + 1)..]);
    }

    // subj-refwd = ("re" / ("fw" ["d"])) *WSP [subj-blob] ":"; the length, or 0
    private static int ReplyOrForward(ReadOnlySpan<char> text)
    {
        int at = text.StartsWith("fwd", StringComparison.OrdinalIgnoreCase) ? 3
            : text.StartsWith("re", StringComparison.OrdinalIgnoreCase) || text.StartsWith("fw", StringComparison.OrdinalIgnoreCase) ? 2
            : 0;
        if (at == 0)
        {
            return 0;
        }
        at += Blanks(text[at..]);
        at += Blob(text[at..]);
        return at < text.Length && text[at] == ':' ? at + 1 : 0;
    }

    private static int Blanks(ReadOnlySpan<char> text)
    {
        int length = text.IndexOfAnyExcept(' ');
        return length < 0 ? text.Length : length;
    }
}
