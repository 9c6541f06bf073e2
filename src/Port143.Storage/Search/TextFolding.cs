namespace Port143.Storage.Search;

/// <summary>
/// Makes texts comparable without regard to case, much as i;unicode-casemap (RFC 5051) does: letters and their marks are
/// put together, then every character is mapped to its capital. Both sides of a comparison are folded; what equals then,
/// matches. A character outside ASCII never becomes one inside, so that ASCII can be looked for in the bytes.
/// </summary>
public static class TextFolding
{
    /// <summary>The text as a collation compares it.</summary>
    public static string Fold(ReadOnlySpan<char> text, Collation collation) =>
        collation == Collation.UnicodeCasemap ? Fold(text) : string.Create(text.Length, text, (folded, whole) => Fold(whole, folded, collation));

    /// <summary>The folded text.</summary>
    public static string Fold(ReadOnlySpan<char> text)
    {
        char[] folded = System.Buffers.ArrayPool<char>.Shared.Rent(text.Length);
        int length = Fold(text, folded);
        string result = new(folded, 0, length);
        System.Buffers.ArrayPool<char>.Shared.Return(folded);
        return result;
    }

    /// <summary>Folds for any collation into a buffer that is at least as long as the text; returns the length of the folded text.</summary>
    public static int Fold(ReadOnlySpan<char> text, Span<char> folded, Collation collation)
    {
        if (collation == Collation.UnicodeCasemap)
        {
            return Fold(text, folded);
        }
        text.CopyTo(folded);
        if (collation == Collation.AsciiCasemap)
        {
            foreach (ref char c in folded[..text.Length])
            {
                c = c is >= 'a' and <= 'z' ? (char)(c & ~0x20) : c;
            }
        }
        return text.Length;
    }

    /// <summary>Folds into a buffer that is at least as long as the text; returns the length of the folded text.</summary>
    internal static int Fold(ReadOnlySpan<char> text, Span<char> folded)
    {
        int length = text.Length;
        if (Composition.IsNeeded(text))
        {
            char[] composed = text.ToArray();
            length = Composition.Compose(composed);
            text = composed.AsSpan(0, length);
        }
        folded = folded[..length];
        text.ToUpperInvariant(folded);
        // The dotless i and the long s have ASCII capitals.
        for (int at = 0; text[at..].IndexOfAny('\u0131', '\u017F') is var next and >= 0; at += next + 1)
        {
            folded[at + next] = text[at + next];
        }
        return length;
    }
}
