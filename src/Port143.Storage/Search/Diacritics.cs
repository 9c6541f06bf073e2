using System.Collections.Frozen;

namespace Port143.Storage.Search;

/// <summary>Takes the marks off letters: what is left of \u00C9 is E.</summary>
internal static class Diacritics
{
    private static readonly FrozenDictionary<char, char> Letters = Build();

    /// <summary>Takes them off in place and returns the new length.</summary>
    public static int Remove(Span<char> text)
    {
        int length = 0;
        foreach (char c in text)
        {
            if (c is >= '\u0300' and <= '\u036F')
            {
                continue; // a mark for which there is no letter with it
            }
            text[length++] = c < '\u00C0' ? c : Letters.GetValueOrDefault(c, c);
        }
        return length;
    }

    private static FrozenDictionary<char, char> Build()
    {
        var letters = new Dictionary<char, char>();
        foreach ((char mark, string pairs) in CompositionTable.Marks)
        {
            for (int i = 0; i < pairs.Length && mark <= '\u036F'; i += 2)
            {
                letters[pairs[i + 1]] = pairs[i];
            }
        }
        // A letter with two marks is one with one mark first.
        return letters.ToFrozenDictionary(
            pair => pair.Key,
            pair =>
            {
                char letter = pair.Value;
                while (letters.TryGetValue(letter, out char below))
                {
                    letter = below;
                }
                return letter;
            });
    }
}
