using Port143.Mail;

namespace Port143.Storage.Index;

/// <summary>
/// The sequence numbers of one session (RFC 9051 section 2.3.1.2): number n is the n-th UID. Held as ranges with running
/// counts, so 100,000 messages with few gaps cost kilobytes.
/// </summary>
public sealed class SequenceMap
{
    private UidRange[] _ranges;
    private uint[] _before; // how many messages come before range i
    private int _rangeCount;
    private bool _isShared; // with a clone; copied before it is written to

    /// <summary>Makes a map of ascending UIDs.</summary>
    public SequenceMap(ReadOnlySpan<uint> uids)
    {
        _ranges = new UidRange[4];
        _before = new uint[4];
        Append(uids);
    }

    private SequenceMap(UidRange[] ranges, uint[] before, int rangeCount, uint count)
    {
        _ranges = ranges;
        _before = before;
        _rangeCount = rangeCount;
        _isShared = true;
        Count = count;
    }

    /// <summary>How many messages there are: the highest sequence number.</summary>
    public uint Count { get; private set; }

    /// <summary>The highest UID, or 0.</summary>
    public uint LastUid => _rangeCount == 0 ? 0 : _ranges[_rangeCount - 1].Last;

    /// <summary>A copy that goes its own way. It costs nothing until one of the two changes.</summary>
    public SequenceMap Clone()
    {
        _isShared = true;
        return new SequenceMap(_ranges, _before, _rangeCount, Count);
    }

    /// <summary>The UID of a sequence number, or 0 when there is no such number.</summary>
    public uint UidOf(uint number)
    {
        if (number == 0 || number > Count)
        {
            return 0;
        }
        int low = 0, high = _rangeCount - 1;
        while (low < high)
        {
            int middle = (low + high + 1) >>> 1;
            if (_before[middle] < number)
            {
                low = middle;
            }
            else
            {
                high = middle - 1;
            }
        }
        return _ranges[low].First + (number - _before[low] - 1);
    }

    /// <summary>The sequence number of a UID, or 0 when the session does not know it.</summary>
    public uint NumberOf(uint uid)
    {
        int range = FindRange(uid);
        return range >= 0 && _ranges[range].Contains(uid) ? _before[range] + (uid - _ranges[range].First) + 1 : 0;
    }

    /// <summary>The UIDs of a set of sequence numbers; numbers that do not exist are passed over.</summary>
    /// <param name="numbers">Sequence numbers, in the shape of a UID set.</param>
    public UidSet UidsOf(UidSet numbers)
    {
        var uids = new UidSetBuilder();
        foreach (UidRange wanted in numbers.Ranges)
        {
            uint last = Math.Min(wanted.Last, Count);
            for (uint number = wanted.First; number <= last && number != 0;)
            {
                uint uid = UidOf(number);
                UidRange range = _ranges[FindRange(uid)];
                uint run = Math.Min(range.Last - uid, last - number);
                uids.Add(uid, uid + run);
                number += run + 1;
            }
        }
        return uids.Build();
    }

    /// <summary>The sequence numbers of a set of UIDs; UIDs that the session does not know are passed over.</summary>
    public UidSet NumbersOf(UidSet uids)
    {
        var numbers = new UidSetBuilder();
        int i = 0, j = 0;
        while (i < _rangeCount && j < uids.Count)
        {
            UidRange own = _ranges[i], wanted = uids[j];
            uint first = Math.Max(own.First, wanted.First), last = Math.Min(own.Last, wanted.Last);
            if (first <= last)
            {
                numbers.Add(_before[i] + (first - own.First) + 1, _before[i] + (last - own.First) + 1);
            }
            if (own.Last < wanted.Last)
            {
                i++;
            }
            else
            {
                j++;
            }
        }
        return numbers.Build();
    }

    /// <summary>The UIDs as a set.</summary>
    public UidSet ToUidSet() => UidSet.Of(_ranges.AsSpan(0, _rangeCount));

    /// <summary>Adds new messages at the end; their UIDs ascend and are higher than all others.</summary>
    public void Append(ReadOnlySpan<uint> uids)
    {
        if (_isShared && !uids.IsEmpty)
        {
            _ranges = [.. _ranges.AsSpan(0, _rangeCount), default, default, default, default];
            _before = [.. _before.AsSpan(0, _rangeCount), 0, 0, 0, 0];
            _isShared = false;
        }
        foreach (uint uid in uids)
        {
            if (_rangeCount > 0 && _ranges[_rangeCount - 1].Last + 1 == uid)
            {
                _ranges[_rangeCount - 1] = new UidRange(_ranges[_rangeCount - 1].First, uid);
            }
            else
            {
                if (_rangeCount == _ranges.Length)
                {
                    Array.Resize(ref _ranges, _rangeCount * 2);
                    Array.Resize(ref _before, _rangeCount * 2);
                }
                _before[_rangeCount] = Count;
                _ranges[_rangeCount++] = new UidRange(uid, uid);
            }
            Count++;
        }
    }

    /// <summary>Takes messages away; every later number goes down.</summary>
    /// <param name="gone">UIDs; those that the session does not know are passed over.</param>
    public void Remove(UidSet gone)
    {
        if (gone.IsEmpty || _rangeCount == 0)
        {
            return;
        }
        var kept = new List<UidRange>(_rangeCount + gone.Count);
        int j = 0;
        for (int i = 0; i < _rangeCount; i++)
        {
            ulong first = _ranges[i].First;
            uint last = _ranges[i].Last;
            while (j < gone.Count && gone[j].Last < first)
            {
                j++;
            }
            int k = j;
            while (k < gone.Count && gone[k].First <= last && first <= last)
            {
                if (gone[k].First > first)
                {
                    kept.Add(new UidRange((uint)first, gone[k].First - 1));
                }
                first = (ulong)gone[k].Last + 1;
                k++;
            }
            if (first <= last)
            {
                kept.Add(new UidRange((uint)first, last));
            }
        }
        _ranges = new UidRange[Math.Max(4, kept.Count)];
        _before = new uint[_ranges.Length];
        kept.CopyTo(_ranges);
        _rangeCount = kept.Count;
        _isShared = false;
        uint count = 0;
        for (int i = 0; i < _rangeCount; i++)
        {
            _before[i] = count;
            count += (uint)_ranges[i].Count;
        }
        Count = count;
    }

    // The last range that begins at or before the UID, or -1.
    private int FindRange(uint uid)
    {
        int low = 0, high = _rangeCount - 1;
        while (low <= high)
        {
            int middle = (low + high) >>> 1;
            if (_ranges[middle].First <= uid)
            {
                low = middle + 1;
            }
            else
            {
                high = middle - 1;
            }
        }
        return high;
    }
}
