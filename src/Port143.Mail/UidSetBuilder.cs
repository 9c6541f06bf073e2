namespace Port143.Mail;

/// <summary>Collects UIDs into a <see cref="UidSet"/>. Ascending input costs no sorting.</summary>
public sealed class UidSetBuilder
{
    private UidRange[] _ranges = new UidRange[4];
    private int _count;
    private bool _sorted = true;

    /// <summary>Whether nothing was added yet.</summary>
    public bool IsEmpty => _count == 0;

    /// <summary>Adds one UID, which may not be 0.</summary>
    public void Add(uint uid) => Add(uid, uid);

    /// <summary>Adds a range; the ends may come in either order, and neither may be 0.</summary>
    public void Add(uint first, uint last)
    {
        if (first > last)
        {
            (first, last) = (last, first);
        }
        if (_count > 0 && _sorted)
        {
            ref UidRange tail = ref _ranges[_count - 1];
            if (first >= tail.First && (first <= tail.Last || first - 1 == tail.Last))
            {
                tail = new UidRange(tail.First, Math.Max(tail.Last, last));
                return;
            }
            _sorted = first > tail.Last;
        }
        if (_count == _ranges.Length)
        {
            Array.Resize(ref _ranges, _count * 2);
        }
        _ranges[_count++] = new UidRange(first, last);
    }

    /// <summary>Adds every UID of a set.</summary>
    public void Add(UidSet set)
    {
        foreach (UidRange range in set.Ranges)
        {
            Add(range.First, range.Last);
        }
    }

    /// <summary>The set of everything added so far. The builder can be used on.</summary>
    public UidSet Build()
    {
        if (!_sorted)
        {
            Array.Sort(_ranges, 0, _count, Comparer<UidRange>.Create((a, b) => a.First.CompareTo(b.First)));
            int kept = 0;
            for (int i = 1; i < _count; i++)
            {
                ref UidRange tail = ref _ranges[kept];
                if (_ranges[i].First <= tail.Last || _ranges[i].First - 1 == tail.Last)
                {
                    tail = new UidRange(tail.First, Math.Max(tail.Last, _ranges[i].Last));
                }
                else
                {
                    _ranges[++kept] = _ranges[i];
                }
            }
            _count = kept + 1;
            _sorted = true;
        }
        return UidSet.FromSortedRanges(_ranges.AsSpan(0, _count).ToArray());
    }
}
