using System.Buffers;
using Port143.Mail;
using Port143.Storage.Index;
using Port143.Storage.Search;

namespace Port143.Storage.Sorting;

/// <summary>Puts messages into an order (RFC 5256 section 3, SORT).</summary>
public static class MessageSorter
{
    /// <summary>
    /// The UIDs in the order of some fields, the first being the most important; what is equal in all of them stays in the order
    /// of the mailbox. Messages that are expunged by now may be left out. What was sorted lately is not sorted again.
    /// <paramref name="count"/> counts keys that are read first.
    /// </summary>
    public static async ValueTask<ReadOnlyMemory<uint>> SortAsync(
        SortColumns columns, MailboxIndex index, UidSet uids, IReadOnlyList<(SortField Field, bool Reverse)> fields, Collation collation,
        WorkCount? count, CancellationToken cancel)
    {
        var wanted = new List<(SortColumn Column, bool Reverse)>(fields.Count);
        for (int i = 0; i < fields.Count; i++)
        {
            // The same field once more decides nothing.
            if (!fields.Take(i).Any(f => f.Field == fields[i].Field))
            {
                wanted.Add((await columns.GetAsync(index, fields[i].Field, collation, count, cancel).ConfigureAwait(false), fields[i].Reverse));
            }
        }
        foreach ((SortColumn column, _) in wanted)
        {
            uids = uids.Intersect(column.Known);
        }
        if (wanted is not [(SortColumn first, _), ..])
        {
            return Sort(uids, wanted);
        }
        SortedOrder? known = first.Orders.Find(o => o.Is(uids, wanted));
        if (known is null)
        {
            known = new SortedOrder(uids, wanted, Sort(uids, wanted));
            first.Orders.Keep(known);
        }
        return known.Uids;
    }

    private static uint[] Sort(UidSet uids, List<(SortColumn Column, bool Reverse)> wanted)
    {
        int count = (int)uids.UidCount;
        int[] places = ArrayPool<int>.Shared.Rent(count);
        long[] keys = ArrayPool<long>.Shared.Rent(count);
        for (int i = 0; i < count; i++)
        {
            places[i] = i;
        }
        for (int i = wanted.Count - 1; i >= 0; i--)
        {
            wanted[i].Column.CopyKeys(uids, keys);
            RadixSort.Sort(places.AsSpan(0, count), keys, wanted[i].Reverse);
        }
        uint[] byPlace = new uint[count], sorted = new uint[count];
        uids.CopyTo(byPlace);
        for (int i = 0; i < count; i++)
        {
            sorted[i] = byPlace[places[i]];
        }
        ArrayPool<int>.Shared.Return(places);
        ArrayPool<long>.Shared.Return(keys);
        return sorted;
    }
}
