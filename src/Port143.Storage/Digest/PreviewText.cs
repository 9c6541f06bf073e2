using System.Globalization;

namespace Port143.Storage.Digest;

/// <summary>Collects the characters of a preview: runs of blanks become one, invisible characters and controls are dropped.</summary>
internal ref struct PreviewText(Span<char> buffer)
{
    private readonly Span<char> _buffer = buffer;
    private int _length;
    private int _characters;
    private bool _blank;

    public readonly bool IsEmpty => _length == 0;

    public readonly bool IsFull => _characters >= DigestLimits.PreviewCharacters;

    public override readonly string ToString() => new(_buffer[.._length]);

    /// <summary>A break between words.</summary>
    public void AddBlank() => _blank = true;

    public void Add(ReadOnlySpan<char> text)
    {
        for (int i = 0; i < text.Length && !IsFull; i++)
        {
            char c = text[i];
            if (char.IsWhiteSpace(c))
            {
                _blank = true;
                continue;
            }
            bool pair = char.IsHighSurrogate(c) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]);
            if (!pair && (c < ' ' || c == 0x7F || (c >= 0x80 && IsInvisible(c))))
            {
                continue;
            }
            if (_blank && _length > 0)
            {
                _buffer[_length++] = ' ';
                if (++_characters >= DigestLimits.PreviewCharacters)
                {
                    // A blank at the very end says nothing.
                    _length--;
                    return;
                }
            }
            _blank = false;
            _buffer[_length++] = c;
            _characters++;
            if (pair)
            {
                _buffer[_length++] = text[++i];
            }
        }
    }

    /// <summary>Controls, lone surrogates, and the fillers that newsletters put behind their first line.</summary>
    private static bool IsInvisible(char c) => c is '\u00AD' or '\u034F' or '\u200B' or '\u200C' or '\u200E' or '\u200F' or '\u2060' or '\uFEFF'
        || char.IsSurrogate(c) || char.GetUnicodeCategory(c) == UnicodeCategory.Control;
}
