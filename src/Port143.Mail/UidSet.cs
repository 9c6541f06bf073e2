using System.Collections;

namespace Port143.Mail;

/// <summary>
/// An immutable set of unique identifiers (RFC 9051 section 2.3.1.1), held as ascending ranges that neither touch nor
/// overlap. Never expanded: <c>1:4294967295</c> costs eight bytes.
/// </summary>
public sealed class UidSet : IReadOnlyList<UidRange>, IEquatable<UidSet>
{
    /// <summary>The set without members.</summary>
    public static readonly UidSet Empty = new([]);

    private readonly UidRange[] _ranges;

    private UidSet(UidRange[] ranges) => _ranges = ranges;

    /// <summary>The number of ranges, not of UIDs.</summary>
    public int Count => _ranges.Length;

    /// <summary>The range at <paramref name="index"/>, in ascending order.</summary>
    public UidRange this[int index] => _ranges[index];

    /// <summary>Whether the set has no members.</summary>
    public bool IsEmpty => _ranges.Length == 0;

    /// <summary>How many UIDs the set has.</summary>
    public long UidCount
    {
        get
        {
            long count = 0;
            foreach (UidRange range in _ranges)
            {
                count += range.Count;
            }
            return count;
        }
    }

    /// <summary>The lowest UID, or 0 when the set is empty.</summary>
    public uint Min => _ranges.Length == 0 ? 0 : _ranges[0].First;

    /// <summary>The highest UID, or 0 when the set is empty.</summary>
    public uint Max => _ranges.Length == 0 ? 0 : _ranges[^1].Last;

    /// <summary>The ranges in ascending order.</summary>
    public ReadOnlySpan<UidRange> Ranges => _ranges;

    /// <summary>A set of one UID.</summary>
    public static UidSet Of(uint uid) => new([new UidRange(uid, uid)]);

    /// <summary>A set of one range; the ends may come in either order, and neither may be 0.</summary>
    public static UidSet Of(uint first, uint last) => new([new UidRange(Math.Min(first, last), Math.Max(first, last))]);

    /// <summary>A set of any ranges, in any order, overlapping or not.</summary>
    public static UidSet Of(ReadOnlySpan<UidRange> ranges)
    {
        var builder = new UidSetBuilder();
        foreach (UidRange range in ranges)
        {
            builder.Add(range.First, range.Last);
        }
        return builder.Build();
    }

    /// <summary>Whether the set contains <paramref name="uid"/>; a binary search.</summary>
    public bool Contains(uint uid)
    {
        int low = 0, high = _ranges.Length - 1;
        while (low <= high)
        {
            int middle = (low + high) >>> 1;
            if (uid < _ranges[middle].First)
            {
                high = middle - 1;
            }
            else if (uid > _ranges[middle].Last)
            {
                low = middle + 1;
            }
            else
            {
                return true;
            }
        }
        return false;
    }

    /// <summary>The UIDs that are in both sets.</summary>
    public UidSet Intersect(UidSet other)
    {
        var builder = new UidSetBuilder();
        int i = 0, j = 0;
        while (i < _ranges.Length && j < other._ranges.Length)
        {
            UidRange a = _ranges[i], b = other._ranges[j];
            uint first = Math.Max(a.First, b.First), last = Math.Min(a.Last, b.Last);
            if (first <= last)
            {
                builder.Add(first, last);
            }
            if (a.Last < b.Last)
            {
                i++;
            }
            else
            {
                j++;
            }
        }
        return builder.Build();
    }

    /// <summary>The UIDs of this set that are not in the other.</summary>
    public UidSet Except(UidSet other)
    {
        var rest = new UidSetBuilder();
        int j = 0;
        foreach (UidRange range in _ranges)
        {
            ulong first = range.First;
            while (j < other._ranges.Length && other._ranges[j].Last < first)
            {
                j++;
            }
            for (int k = j; k < other._ranges.Length && other._ranges[k].First <= range.Last && first <= range.Last; k++)
            {
                if (other._ranges[k].First > first)
                {
                    rest.Add((uint)first, other._ranges[k].First - 1);
                }
                first = (ulong)other._ranges[k].Last + 1;
            }
            if (first <= range.Last)
            {
                rest.Add((uint)first, range.Last);
            }
        }
        return rest.Build();
    }

    /// <summary>The UIDs at some places of the set, in ascending order.</summary>
    /// <param name="skip">How many to pass over.</param>
    /// <param name="count">How many to take.</param>
    public UidSet Slice(long skip, long count)
    {
        var slice = new UidSetBuilder();
        foreach (UidRange range in _ranges)
        {
            if (count <= 0)
            {
                break;
            }
            if (skip >= range.Count)
            {
                skip -= range.Count;
                continue;
            }
            long taken = Math.Min(range.Count - skip, count);
            slice.Add((uint)(range.First + skip), (uint)(range.First + skip + taken - 1));
            count -= taken;
            skip = 0;
        }
        return slice.Build();
    }

    /// <summary>Every UID of the set, ascending. Only for sets known to be made of existing messages.</summary>
    public IEnumerable<uint> EnumerateUids()
    {
        foreach (UidRange range in _ranges)
        {
            for (ulong uid = range.First; uid <= range.Last; uid++)
            {
                yield return (uint)uid;
            }
        }
    }

    /// <summary>Writes every UID of the set, ascending, to where there is room for all of them.</summary>
    public void CopyTo(Span<uint> uids)
    {
        int count = 0;
        foreach (UidRange range in _ranges)
        {
            for (ulong uid = range.First; uid <= range.Last; uid++)
            {
                uids[count++] = (uint)uid;
            }
        }
    }

    /// <inheritdoc/>
    public IEnumerator<UidRange> GetEnumerator() => ((IEnumerable<UidRange>)_ranges).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <inheritdoc/>
    public bool Equals(UidSet? other) => other is not null && _ranges.AsSpan().SequenceEqual(other._ranges);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as UidSet);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(_ranges.Length, Min, Max);

    /// <summary>The set as on the wire, such as <c>2,4:7,9</c>; the empty set gives an empty string.</summary>
    public override string ToString() =>
        string.Join(',', _ranges.Select(r => r.First == r.Last ? $"{r.First}" : $"{r.First}:{r.Last}"));

    internal static UidSet FromSortedRanges(UidRange[] ranges) => ranges.Length == 0 ? Empty : new UidSet(ranges);
}
