using Port143.Storage.Digest;

namespace Port143.Storage.Search;

/// <summary>
/// Decides whether a text matches inexactly, and how well (FUZZY, RFC 6203). Every word that is looked for must be there, in
/// any order, without regard to case and to marks on letters. A word of the text counts by what it is to the word looked for:
/// the same 100, one that begins with it 85, one with a single slip of the pen (a letter more, less, other, or two exchanged; in
/// words of at least four letters) 70, one that holds it 50, its beginning 40. The score is 90 percent of the mean; all words
/// in their order, side by side, are 100.
/// </summary>
public sealed class FuzzyMatcher
{
    private const int MaxWords = 32;
    private const int MaxWordLength = 100;
    private const int MaxText = 1_000_000;
    private const int Prefix = 3;
    private const int Slip = 4;
    private const char FirstUnspaced = '\u2E80'; // from here on scripts mostly stand without blanks

    private readonly string[] _words;
    private readonly TextMatcher? _exact;

    /// <summary>Prepares a search. What has no words at all is looked for exactly.</summary>
    public FuzzyMatcher(string needle)
    {
        var words = new List<string>();
        char[] text = Plain(TextFolding.Fold(needle));
        for (int at = 0; words.Count < MaxWords && TryNextWord(text, ref at, out ReadOnlySpan<char> word);)
        {
            words.Add(word[..Math.Min(word.Length, MaxWordLength)].ToString());
        }
        _words = [.. words];
        _exact = words.Count == 0 ? new TextMatcher(needle) : null;
    }

    /// <summary>How well a field of a header matches, 1 to 100; 0 when none of this name does.</summary>
    public int ScoreField(ReadOnlySpan<byte> headerBlock, string fieldName)
    {
        if (_exact is not null)
        {
            return _exact.MatchesHeaderField(headerBlock, fieldName) ? 100 : 0;
        }
        int best = 0;
        foreach (HeaderField field in HeaderFields.Enumerate(headerBlock))
        {
            if (System.Text.Ascii.EqualsIgnoreCase(field.Name, fieldName))
            {
                best = Math.Max(best, Score(TextFolding.Fold(HeaderDecoder.Decode(field.Value))));
            }
        }
        return best;
    }

    /// <summary>How well the body of a message matches.</summary>
    public int ScoreBody(ReadOnlySpan<byte> message, PartTable parts) => _exact is not null
        ? _exact.MatchesBody(message, parts) ? 100 : 0
        : Score(SearchableText.OfMessage(message, parts, MaxText, out _, withHeader: false));

    /// <summary>How well header and body of a message match; what is found in the header is worth more.</summary>
    public int ScoreText(ReadOnlySpan<byte> message, PartTable parts)
    {
        if (_exact is not null)
        {
            return _exact.MatchesText(message, parts) ? 100 : 0;
        }
        int inHeader = Score(SearchableText.OfHeader(message[..parts[0].HeaderLength]));
        return inHeader == 100 ? 100 : Math.Max(inHeader, Score(SearchableText.OfMessage(message, parts, MaxText, out _)) * 4 / 5);
    }

    /// <summary>How well a text matches that is folded already.</summary>
    private int Score(string folded)
    {
        char[] text = Plain(folded);
        Span<int> best = stackalloc int[MaxWords];
        best = best[.._words.Length];
        best.Clear();
        int inOrder = 0;
        for (int at = 0; TryNextWord(text, ref at, out ReadOnlySpan<char> word);)
        {
            for (int i = 0; i < best.Length; i++)
            {
                if (best[i] < 100)
                {
                    best[i] = Math.Max(best[i], ScoreWord(word, _words[i]));
                }
            }
            inOrder = word.SequenceEqual(_words[inOrder]) ? inOrder + 1 : word.SequenceEqual(_words[0]) ? 1 : 0;
            if (inOrder == _words.Length)
            {
                return 100;
            }
        }
        int sum = 0;
        foreach (int score in best)
        {
            if (score == 0)
            {
                return 0;
            }
            sum += score;
        }
        return Math.Max(1, sum * 9 / (10 * best.Length));
    }

    private static int ScoreWord(ReadOnlySpan<char> word, string wanted)
    {
        if (word.SequenceEqual(wanted))
        {
            return 100;
        }
        bool mayBePart = wanted.Length >= Prefix || wanted[0] >= FirstUnspaced;
        if (mayBePart && word.StartsWith(wanted, StringComparison.Ordinal))
        {
            return 85;
        }
        if (wanted.Length >= Slip && word.Length >= Slip && IsOneSlipAway(word, wanted))
        {
            return 70;
        }
        if (mayBePart && word.Length > wanted.Length && word.Contains(wanted, StringComparison.Ordinal))
        {
            return 50;
        }
        return word.Length >= Slip && wanted.AsSpan().StartsWith(word, StringComparison.Ordinal) ? 40 : 0;
    }

    /// <summary>Whether a letter more, less or other, or two that are exchanged, make one word of the other.</summary>
    private static bool IsOneSlipAway(ReadOnlySpan<char> a, ReadOnlySpan<char> b)
    {
        if (Math.Abs(a.Length - b.Length) > 1)
        {
            return false;
        }
        int same = a.CommonPrefixLength(b);
        a = a[same..];
        b = b[same..];
        if (a.Length != b.Length)
        {
            return a.Length > b.Length ? a[1..].SequenceEqual(b) : b[1..].SequenceEqual(a);
        }
        return a[1..].SequenceEqual(b[1..]) || a.Length > 1 && a[0] == b[1] && a[1] == b[0] && a[2..].SequenceEqual(b[2..]);
    }

    private static char[] Plain(string folded)
    {
        char[] text = folded.ToCharArray();
        int length = Diacritics.Remove(text);
        return length == text.Length ? text : text[..length];
    }

    // A word is a run of letters and digits.
    private static bool TryNextWord(ReadOnlySpan<char> text, ref int at, out ReadOnlySpan<char> word)
    {
        while (at < text.Length && !IsOfWord(text[at]))
        {
            at++;
        }
        int start = at;
        while (at < text.Length && IsOfWord(text[at]))
        {
            at++;
        }
        word = text[start..at];
        return at > start;
    }

    private static bool IsOfWord(char c) => char.IsLetterOrDigit(c) || char.IsSurrogate(c);
}
