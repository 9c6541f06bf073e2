using Port143.Mail;
using Port143.Storage.Index;

namespace Port143.Storage.Tests.Index;

/// <summary><see cref="SequenceMap"/> against a plain list of UIDs.</summary>
public sealed class SequenceMapTests
{
    public static TheoryData<int> Seeds => [.. Enumerable.Range(0, TestDose.Of(40, 3000)).Select(n => TestDose.Seed + n)];

    [Theory, MemberData(nameof(Seeds))]
    public void Behaves_like_a_list(int seed)
    {
        var random = new Random(seed);
        var maps = new List<(SequenceMap Map, List<uint> List)> { (new SequenceMap([]), []) };
        for (int step = 0; step < 60; step++)
        {
            int which = random.Next(maps.Count);
            (SequenceMap map, List<uint> list) = maps[which];
            switch (random.Next(5))
            {
                case 0 or 1:
                    uint last = list.Count == 0 ? 0 : list[^1];
                    uint[] more = new uint[random.Next(6)];
                    for (int i = 0; i < more.Length; i++)
                    {
                        more[i] = last += random.Next(3) == 0 ? (uint)random.Next(1, 5) : 1;
                    }
                    map.Append(more);
                    list.AddRange(more);
                    break;
                case 2 or 3:
                    UidSet gone = SomeSet(random, list.Count == 0 ? 5 : list[^1] + 5);
                    map.Remove(gone);
                    list.RemoveAll(gone.Contains);
                    break;
                default:
                    maps.Add((map.Clone(), [.. list]));
                    break;
            }
            foreach ((SequenceMap m, List<uint> l) in maps)
            {
                Check(m, l, random);
            }
        }
    }

    private static UidSet SomeSet(Random random, uint limit)
    {
        var set = new UidSetBuilder();
        for (int i = random.Next(4); i > 0; i--)
        {
            uint first = (uint)random.NextInt64(1, limit + 1);
            set.Add(first, random.Next(10) == 0 ? uint.MaxValue : first + (uint)random.Next(4));
        }
        return set.Build();
    }

    private static UidSet SetOf(IEnumerable<uint> values)
    {
        var set = new UidSetBuilder();
        foreach (uint value in values)
        {
            set.Add(value);
        }
        return set.Build();
    }

    private static void Check(SequenceMap map, List<uint> list, Random random)
    {
        Assert.Equal((uint)list.Count, map.Count);
        Assert.Equal(list.LastOrDefault(), map.LastUid);
        Assert.Equal(SetOf(list), map.ToUidSet());
        Assert.Equal(0u, map.UidOf(0));
        for (int number = 1; number <= list.Count + 1; number++)
        {
            Assert.Equal(number > list.Count ? 0 : list[number - 1], map.UidOf((uint)number));
        }
        for (uint uid = 0; uid <= map.LastUid + 1; uid++)
        {
            Assert.Equal((uint)(list.IndexOf(uid) + 1), map.NumberOf(uid));
        }
        UidSet set = SomeSet(random, map.LastUid + 3);
        Assert.Equal(SetOf(list.Where(set.Contains)), map.UidsOf(map.NumbersOf(set)));
        Assert.Equal(SetOf(list.Where(set.Contains).Select(u => (uint)list.IndexOf(u) + 1)), map.NumbersOf(set));
        Assert.Equal(SetOf(list.Where((_, i) => set.Contains((uint)i + 1))), map.UidsOf(set));
    }
}
