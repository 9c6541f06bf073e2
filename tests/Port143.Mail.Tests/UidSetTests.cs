using Port143.Mail;

namespace Port143.Mail.Tests;

/// <summary>Sets against their plain meaning.</summary>
public sealed class UidSetTests
{
    [Fact]
    public void Except_and_Slice_say_what_lists_say()
    {
        int seed = Random.Shared.Next();
        var random = new Random(seed);
        for (int round = 0; round < 2000; round++)
        {
            UidSet a = Any(random), b = Any(random);
            uint[] members = [.. a.EnumerateUids()];
            Assert.True(members.Except(b.EnumerateUids()).SequenceEqual(a.Except(b).EnumerateUids()), $"{a} except {b}, seed {seed}");
            uint[] copied = new uint[a.UidCount];
            a.CopyTo(copied);
            Assert.True(members.SequenceEqual(copied), $"{a} copied, seed {seed}");
            int skip = random.Next(0, 30), count = random.Next(0, 30);
            Assert.True(members.Skip(skip).Take(count).SequenceEqual(a.Slice(skip, count).EnumerateUids()), $"{a} from {skip}, {count}, seed {seed}");
        }
    }

    [Fact]
    public void The_ends_of_the_number_range_are_no_trap()
    {
        UidSet all = UidSet.Of(1, uint.MaxValue);
        Assert.Equal("1:4294967294", all.Except(UidSet.Of(uint.MaxValue)).ToString());
        Assert.Equal("4294967295", all.Slice(uint.MaxValue - 1L, 10).ToString());
        Assert.True(all.Except(all).IsEmpty);
    }

    private static UidSet Any(Random random)
    {
        var set = new UidSetBuilder();
        for (int i = random.Next(0, 6); i > 0; i--)
        {
            uint first = (uint)random.Next(1, 40);
            set.Add(first, first + (uint)random.Next(0, 5));
        }
        return set.Build();
    }
}
