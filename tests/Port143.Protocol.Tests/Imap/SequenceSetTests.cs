using CsCheck;
using Port143.Mail;
using Port143.Protocol.Imap.Commands;

namespace Port143.Protocol.Tests.Imap;

public sealed class SequenceSetTests
{
    private static SequenceSet Set(string text) => ((CopyCommand)KnownAnswerTests.Parse($"COPY {text} x").Command!).Set;

    [Theory]
    [InlineData("1", 10u, "1")]
    [InlineData("*", 10u, "10")]
    [InlineData("*", 0u, "")]
    [InlineData("1:*", 0u, "")]
    [InlineData("5:*", 0u, "")]
    [InlineData("5:*", 3u, "3:5")]
    [InlineData("*:2", 4u, "2:4")]
    [InlineData("4:2", 9u, "2:4")]
    [InlineData("2,4:7,9,12:*", 15u, "2,4:7,9,12:15")]
    [InlineData("5,1,3,2,4", 9u, "1:5")]
    [InlineData("4294967295:1", 5u, "1:4294967295")]
    [InlineData("$", 5u, "")]
    public void Resolves(string text, uint max, string expected)
    {
        Assert.Equal(expected, Set(text).Resolve(max).ToString());
        Assert.Equal(text, Set(text).ToString());
    }

    [Fact]
    public void Resolving_is_the_same_as_counting()
    {
        Gen<uint> number = Gen.UInt[0, 30];
        Gen.Select(Gen.Select(number, number).Array[1, 8], Gen.UInt[1, 30]).Sample((pairs, max) =>
        {
            SequenceSet set = Set(string.Join(',', pairs.Select(p => $"{(p.Item1 == 0 ? "*" : p.Item1)}:{(p.Item2 == 0 ? "*" : p.Item2)}")));
            UidSet resolved = set.Resolve(max);
            for (uint i = 1; i <= 31; i++)
            {
                bool expected = pairs.Any(p =>
                {
                    uint a = p.Item1 == 0 ? max : p.Item1, b = p.Item2 == 0 ? max : p.Item2;
                    return i >= Math.Min(a, b) && i <= Math.Max(a, b);
                });
                if (resolved.Contains(i) != expected)
                {
                    return false;
                }
            }
            return true;
        });
    }

    [Fact]
    public void A_set_parses_back() => Gen.Select(Gen.UInt[1, 1000], Gen.UInt[1, 1000]).Array[1, 20].Sample(pairs =>
    {
        UidSet set = UidSet.Of([.. pairs.Select(p => new UidRange(Math.Min(p.Item1, p.Item2), Math.Max(p.Item1, p.Item2)))]);
        return Set(set.ToString()).Resolve(0).Equals(set);
    });
}
