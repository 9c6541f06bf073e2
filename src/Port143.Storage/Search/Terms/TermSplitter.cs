using System.Globalization;
using System.Text;

namespace Port143.Storage.Search.Terms;

/// <summary>
/// Cuts folded text into the terms of the search index. A run of letters and digits is a term; one that is longer than
/// <see cref="Longest"/> becomes several, which overlap so that each part of up to <see cref="Provable"/> characters lies within one
/// of them. In scripts written without blanks (U+2E80 and above) each pair of neighbours is a term. So a text without separators
/// is in a message exactly when it is in one of its terms, if it is short enough.
/// </summary>
internal ref struct TermSplitter(ReadOnlySpan<char> folded)
{
    /// <summary>The most characters of a term.</summary>
    public const int Longest = 32;

    /// <summary>The most characters of a run that one term is sure to hold whole.</summary>
    public const int Provable = Longest / 2;

    private const char FirstUnspaced = '\u2E80';

    private readonly ReadOnlySpan<char> _text = folded;
    private int _at;
    private int _runStart;
    private int _runEnd;

    /// <summary>The term.</summary>
    public ReadOnlySpan<char> Current { get; private set; }

    /// <summary>How a character counts.</summary>
    public static TermCharacter Classify(char c)
    {
        if (c < 0x80)
        {
            return char.IsAsciiLetterOrDigit(c) ? TermCharacter.Letter : TermCharacter.Separator;
        }
        return c >= FirstUnspaced ? TermCharacter.Unspaced
            : char.IsLetterOrDigit(c) || CharUnicodeInfo.GetUnicodeCategory(c) is UnicodeCategory.NonSpacingMark
                or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark ? TermCharacter.Letter
            : TermCharacter.Separator;
    }

    /// <summary>Where the run of characters of one kind that begins at <paramref name="start"/> ends.</summary>
    public static int EndOfRun(ReadOnlySpan<char> text, int start)
    {
        TermCharacter kind = Classify(text[start]);
        int end = start + 1;
        while (end < text.Length && Classify(text[end]) == kind)
        {
            end++;
        }
        return end;
    }

    /// <summary>The length of the character at the start of a text: two for a surrogate pair.</summary>
    public static int LengthOfFirst(ReadOnlySpan<char> text)
    {
        Rune.DecodeFromUtf16(text, out _, out int length);
        return length;
    }

    /// <summary>Goes to the next term; false at the end.</summary>
    public bool MoveNext()
    {
        while (true)
        {
            if (_at == _runEnd)
            {
                while (_at < _text.Length && Classify(_text[_at]) == TermCharacter.Separator)
                {
                    _at++;
                }
                if (_at == _text.Length)
                {
                    return false;
                }
                _runStart = _at;
                _runEnd = EndOfRun(_text, _at);
            }
            int left = _runEnd - _at;
            if (_text[_at] < FirstUnspaced)
            {
                Current = _text.Slice(_at, Math.Min(left, Longest));
                _at = left <= Longest ? _runEnd : _at + Provable;
                return true;
            }
            int first = LengthOfFirst(_text[_at.._runEnd]);
            if (first < left)
            {
                Current = _text.Slice(_at, first + LengthOfFirst(_text[(_at + first).._runEnd]));
                _at += first;
                return true;
            }
            bool isAlone = _at == _runStart;
            Current = _text[_at.._runEnd];
            _at = _runEnd;
            if (isAlone)
            {
                return true;
            }
        }
    }
}
