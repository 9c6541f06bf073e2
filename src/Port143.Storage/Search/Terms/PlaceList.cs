namespace Port143.Storage.Search.Terms;

/// <summary>A growing list of ascending numbers, most of them very short.</summary>
internal sealed class PlaceList
{
    private int[] _places = new int[1];
    private int _count;

    public ReadOnlySpan<int> Span => _places.AsSpan(0, _count);

    /// <summary>Adds a number that is not below the last one; false when it is the last one already.</summary>
    public bool Add(int place)
    {
        if (_count > 0 && _places[_count - 1] == place)
        {
            return false;
        }
        if (_count == _places.Length)
        {
            Array.Resize(ref _places, _count * 2);
        }
        _places[_count++] = place;
        return true;
    }
}
