using Port143.Mail;
using Port143.Storage.Index;

namespace Port143.Storage.Sorting;

/// <summary>
/// The sort keys of a mailbox for one field, as numbers in UID order: a date, a size, or the rank of a text among all texts
/// of the field. Immutable; catching up makes a new one.
/// </summary>
public sealed class SortColumn : IKeyColumn
{
    /// <summary>The column of a mailbox without messages.</summary>
    internal static readonly SortColumn Empty = new([], [], [], 0);

    private readonly uint[] _uids;
    private readonly long[] _keys;

    internal SortColumn(uint[] uids, long[] keys, byte[][] texts, uint through)
    {
        _uids = uids;
        _keys = keys;
        Texts = texts;
        Through = through;
        var known = new UidSetBuilder();
        foreach (uint uid in uids)
        {
            known.Add(uid);
        }
        Known = known.Build();
        // Twelve for the keys, and as much for each order that is kept: a number and a range of UIDs.
        Weight = 256 + uids.Length * 12L * (1 + LatestAnswers<SortedOrder>.Most) + texts.Sum(t => t.Length + 32L);
    }

    /// <summary>The messages whose keys are here; some of them may be expunged already.</summary>
    public UidSet Known { get; }

    /// <summary>The orders lately asked for, in which this column is the most important.</summary>
    internal LatestAnswers<SortedOrder> Orders { get; } = new();

    uint IKeyColumn.Through => Through;

    int IKeyColumn.Count => Count;

    long IKeyColumn.Weight => Weight;

    internal uint Through { get; }

    /// <summary>The texts, each once, in their order; empty for numbers.</summary>
    internal byte[][] Texts { get; }

    internal int Count => _uids.Length;

    internal ReadOnlySpan<uint> Uids => _uids;

    internal ReadOnlySpan<long> Keys => _keys;

    internal long Weight { get; }

    /// <summary>Copies the keys of messages that are here, in UID order.</summary>
    public void CopyKeys(UidSet uids, Span<long> keys)
    {
        int to = 0;
        foreach (UidRange range in uids.Ranges)
        {
            int first = IndexOf(range.First), end = first;
            while (end < _uids.Length && _uids[end] <= range.Last)
            {
                end++;
            }
            _keys.AsSpan(first..end).CopyTo(keys[to..]);
            to += end - first;
        }
    }

    private int IndexOf(uint uid)
    {
        int at = _uids.AsSpan().BinarySearch(uid);
        return at < 0 ? ~at : at;
    }
}
