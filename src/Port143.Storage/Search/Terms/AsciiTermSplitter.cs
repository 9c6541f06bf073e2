namespace Port143.Storage.Search.Terms;

/// <summary>Cuts ASCII text into the same terms as <see cref="TermSplitter"/> does, and folds them on the way.</summary>
/// <param name="text">The text, not folded; ASCII only.</param>
/// <param name="term">Room for <see cref="TermSplitter.Longest"/> bytes.</param>
internal ref struct AsciiTermSplitter(ReadOnlySpan<byte> text, Span<byte> term)
{
    /// <summary>The capital of a letter, a digit as it is, 0 for all others.</summary>
    private static readonly byte[] Folded = [.. Enumerable.Range(0, 256).Select(
        c => c < 0x80 && char.IsAsciiLetterOrDigit((char)c) ? (byte)char.ToUpperInvariant((char)c) : (byte)0)];

    private readonly ReadOnlySpan<byte> _text = text;
    private readonly Span<byte> _term = term;
    private int _at;
    private int _length;
    private bool _isWithinRun;

    /// <summary>The term.</summary>
    public readonly ReadOnlySpan<byte> Current => _term[.._length];

    /// <summary>Goes to the next term; false at the end.</summary>
    public bool MoveNext()
    {
        byte[] folded = Folded;
        int at = _at;
        if (!_isWithinRun)
        {
            while (at < _text.Length && folded[_text[at]] == 0)
            {
                at++;
            }
            if (at == _text.Length)
            {
                _at = at;
                return false;
            }
        }
        int start = at;
        int length = 0;
        byte c;
        while (at < _text.Length && (c = folded[_text[at]]) != 0 && length < _term.Length)
        {
            _term[length++] = c;
            at++;
        }
        _length = length;
        _isWithinRun = at < _text.Length && folded[_text[at]] != 0;
        _at = _isWithinRun ? start + TermSplitter.Provable : at;
        return true;
    }
}
