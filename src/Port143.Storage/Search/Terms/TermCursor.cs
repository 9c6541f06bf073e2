namespace Port143.Storage.Search.Terms;

/// <summary>Goes through the terms of a segment in order, for a merge; blocks are asked for one at a time.</summary>
/// <param name="nextBlock">Gives the next block; null at the end.</param>
/// <param name="shift">What to add to the places of this segment.</param>
internal sealed class TermCursor(Func<TermBlock?> nextBlock, int shift)
{
    private TermBlock? _block;
    private int _start;
    private int _length;
    private int _lengthAt;
    private int _listAt;
    private int _listLength;
    private bool _isBits;

    /// <summary>The field of the term.</summary>
    public TextFields Field => _block!.Field;

    /// <summary>The term.</summary>
    public ReadOnlySpan<byte> Term => _block!.Terms.AsSpan(_start, _length);

    /// <summary>Goes to the next term; false at the end.</summary>
    public bool MoveNext()
    {
        _start += _length + 1;
        _listAt += _listLength;
        if (_block is null || _start >= _block.Terms.Length)
        {
            _block = nextBlock();
            if (_block is null)
            {
                return false;
            }
            _start = 1;
            _lengthAt = 0;
            _listAt = (int)Postings.ReadNumber(_block.Lists, ref _lengthAt);
            _listAt += _lengthAt;
        }
        _length = _block.Terms.AsSpan(_start).IndexOf((byte)0);
        uint length = Postings.ReadNumber(_block.Lists, ref _lengthAt);
        _listLength = (int)(length >> 1);
        _isBits = (length & 1) != 0;
        return true;
    }

    /// <summary>Adds the places of the term.</summary>
    public void AddPlaces(List<int> places) => Postings.AddTo(places, shift, _block!.Lists.AsSpan(_listAt, _listLength), _isBits);

    /// <summary>The order of fields and terms.</summary>
    public int CompareTo(TermCursor other) =>
        Field != other.Field ? Field.CompareTo(other.Field) : Term.SequenceCompareTo(other.Term);
}
