using System.Collections.Frozen;

namespace Port143.Storage.Search;

/// <summary>
/// Puts a letter and the mark behind it together where Unicode has one character for both (Unicode Standard Annex 15,
/// primary composites). The runtime does not normalise without ICU, and mail from macOS comes taken apart.
/// </summary>
internal static class Composition
{
    private const char FirstMark = '\u0300';
    private const char LastMark = '\u036F';
    private const char VoicedMark = '\u3099';
    private const char SemiVoicedMark = '\u309A';
    private const char FirstVowel = '\u1161';
    private const char LastTail = '\u11C2';

    private static readonly FrozenDictionary<int, char> Composites = Build();

    /// <summary>Whether a character may merge with the one before it.</summary>
    public static bool Merges(char c) =>
        c is (>= FirstMark and <= LastMark) or VoicedMark or SemiVoicedMark or (>= FirstVowel and <= LastTail);

    /// <summary>Whether any character of the text may merge with the one before it.</summary>
    public static bool IsNeeded(ReadOnlySpan<char> text) =>
        text.ContainsAnyInRange(FirstMark, LastMark) || text.ContainsAnyInRange(VoicedMark, SemiVoicedMark)
        || text.ContainsAnyInRange(FirstVowel, LastTail);

    /// <summary>Composes in place and returns the new length.</summary>
    public static int Compose(Span<char> text)
    {
        int length = 0;
        foreach (char c in text)
        {
            if (length > 0 && Merges(c) && Merge(text[length - 1], c) is var whole and not '\0')
            {
                text[length - 1] = whole;
            }
            else
            {
                text[length++] = c;
            }
        }
        return length;
    }

    private static char Merge(char first, char second)
    {
        // Hangul is composed by arithmetic (The Unicode Standard, section 3.12).
        if (first is >= '\u1100' and <= '\u1112' && second is >= FirstVowel and <= '\u1175')
        {
            return (char)(0xAC00 + ((first - 0x1100) * 21 + (second - FirstVowel)) * 28);
        }
        if (first is >= '\uAC00' and <= '\uD7A3' && (first - 0xAC00) % 28 == 0 && second is >= '\u11A8' and <= LastTail)
        {
            return (char)(first + (second - 0x11A7));
        }
        return Composites.GetValueOrDefault(first << 16 | second);
    }

    private static FrozenDictionary<int, char> Build()
    {
        var pairs = new Dictionary<int, char>();
        foreach ((char mark, string letters) in CompositionTable.Marks)
        {
            for (int i = 0; i < letters.Length; i += 2)
            {
                pairs.Add(letters[i] << 16 | mark, letters[i + 1]);
            }
        }
        return pairs.ToFrozenDictionary();
    }
}
