using System.Buffers;

namespace Port143.Storage.Sorting;

/// <summary>Sorts places by numbers, stably: equal ones stay in the order in which they were.</summary>
public static class RadixSort
{
    private const int Bits = 11;

    /// <summary>Puts places into the order of their keys.</summary>
    /// <param name="places">What is sorted; a place is an index into <paramref name="keys"/>.</param>
    /// <param name="keys">The key of each place.</param>
    /// <param name="reverse">Whether the highest key comes first.</param>
    public static void Sort(Span<int> places, ReadOnlySpan<long> keys, bool reverse)
    {
        if (places.Length < 2)
        {
            return;
        }
        long least = long.MaxValue, most = long.MinValue;
        foreach (int place in places)
        {
            least = Math.Min(least, keys[place]);
            most = Math.Max(most, keys[place]);
        }
        ulong span = (ulong)(most - least);
        int[] rented = ArrayPool<int>.Shared.Rent(places.Length);
        Span<int> from = places, to = rented.AsSpan(0, places.Length);
        Span<int> starts = stackalloc int[1 << Bits];
        for (int shift = 0; shift < 64 && span >> shift != 0; shift += Bits)
        {
            starts.Clear();
            foreach (int place in from)
            {
                starts[Digit(keys[place])]++;
            }
            int start = 0;
            foreach (ref int count in starts)
            {
                (count, start) = (start, start + count);
            }
            foreach (int place in from)
            {
                to[starts[Digit(keys[place])]++] = place;
            }
            Span<int> done = to;
            to = from;
            from = done;

            int Digit(long key) => (int)((ulong)(reverse ? most - key : key - least) >> shift) & ((1 << Bits) - 1);
        }
        if (from != places)
        {
            from.CopyTo(places);
        }
        ArrayPool<int>.Shared.Return(rented);
    }
}
