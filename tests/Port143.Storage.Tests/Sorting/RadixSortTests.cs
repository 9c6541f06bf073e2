using Port143.Storage.Sorting;

namespace Port143.Storage.Tests.Sorting;

/// <summary>The sort of places by keys against LINQ's, which is stable as well.</summary>
public sealed class RadixSortTests
{
    [Fact]
    public void It_is_stable_and_right_for_any_numbers()
    {
        int seed = Random.Shared.Next();
        var random = new Random(seed);
        for (int round = 0; round < 1000; round++)
        {
            int bits = random.Next(1, 64);
            long[] keys = [.. Enumerable.Range(0, random.Next(0, 200)).Select(_ => random.NextInt64(long.MinValue, long.MaxValue) >> (64 - bits))];
            bool reverse = random.Next(2) == 0;
            int[] places = [.. Enumerable.Range(0, keys.Length)];
            random.Shuffle(places);
            int[] expected = reverse ? [.. places.OrderByDescending(p => keys[p])] : [.. places.OrderBy(p => keys[p])];
            RadixSort.Sort(places, keys, reverse);
            Assert.True(expected.SequenceEqual(places), $"{bits} bits, reverse {reverse}, seed {seed}");
        }
    }

    [Fact]
    public void The_ends_of_the_numbers_sort_as_well()
    {
        int[] places = [0, 1, 2, 3];
        RadixSort.Sort(places, [long.MaxValue, long.MinValue, 0, -1], reverse: false);
        Assert.Equal([1, 3, 2, 0], places);
    }
}
