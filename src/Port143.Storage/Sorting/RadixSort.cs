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
        if (span <= uint.MaxValue)
        {
            SortNear(places, keys, reverse ? most : least, (uint)span, reverse);
            return;
        }
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

    // Keys that are near each other go along with their places, so that nothing is looked up out of order.
    private static void SortNear(Span<int> places, ReadOnlySpan<long> keys, long first, uint span, bool reverse)
    {
        int count = places.Length;
        ulong[] rented = ArrayPool<ulong>.Shared.Rent(2 * count);
        Span<ulong> from = rented.AsSpan(0, count), to = rented.AsSpan(count, count);
        for (int i = 0; i < count; i++)
        {
            int place = places[i];
            from[i] = (ulong)(reverse ? first - keys[place] : keys[place] - first) << 32 | (uint)place;
        }
        Span<int> starts = stackalloc int[1 << Bits];
        for (int shift = 32; shift < 64 && (ulong)span << 32 >> shift != 0; shift += Bits)
        {
            starts.Clear();
            foreach (ulong pair in from)
            {
                starts[(int)(pair >> shift) & ((1 << Bits) - 1)]++;
            }
            int start = 0;
            foreach (ref int number in starts)
            {
                (number, start) = (start, start + number);
            }
            foreach (ulong pair in from)
            {
                to[starts[(int)(pair >> shift) & ((1 << Bits) - 1)]++] = pair;
            }
            Span<ulong> done = to;
            to = from;
            from = done;
        }
        for (int i = 0; i < count; i++)
        {
            places[i] = (int)(uint)from[i];
        }
        ArrayPool<ulong>.Shared.Return(rented);
    }
}
