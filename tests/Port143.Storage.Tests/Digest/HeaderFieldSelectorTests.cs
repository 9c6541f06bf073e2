using System.Text;
using Port143.Storage.Digest;

namespace Port143.Storage.Tests.Digest;

[Collection(nameof(MeasuredTests))]
public sealed class HeaderFieldSelectorTests
{
    private const string Header = "Received: a\r\n b\r\nSubject : s\r\nno colon\r\nX-A:\r\nRECEIVED: c\r\n\tCc: no\r\nCc: d\r\n\r\nbody: no\r\n";

    [Theory]
    [InlineData("received", false, "Received: a\r\n b\r\nRECEIVED: c\r\n\tCc: no\r\n\r\n")]
    [InlineData("SUBJECT cc", false, "Subject : s\r\nCc: d\r\n\r\n")]
    [InlineData("none", false, "\r\n")]
    [InlineData("received cc", true, "Subject : s\r\nno colon\r\nX-A:\r\n\r\n")]
    [InlineData("body", true, "Received: a\r\n b\r\nSubject : s\r\nno colon\r\nX-A:\r\nRECEIVED: c\r\n\tCc: no\r\nCc: d\r\n\r\n")]
    public void Chosen_fields_keep_order_and_bytes(string names, bool not, string expected) =>
        Assert.Equal(expected, Select(Header, names, not));

    [Fact]
    public void A_field_without_line_end_gets_one() => Assert.Equal("A: b\r\n\r\n", Select("A: b", "a", false));

    [Theory]
    [InlineData(1), InlineData(2), InlineData(3), InlineData(4)]
    public void Equals_a_walk_over_the_fields(int seed)
    {
        var random = new Random(seed);
        string[] pieces = ["\r\n", "\n", "\r", " ", "\t", ":", "a", "A", "ab", "Ab:", "aB :", "b:", "B: x\r\n", "\r\n c", "\u00e9"];
        for (int i = 0; i < 20_000; i++)
        {
            byte[] header = Encoding.Latin1.GetBytes(string.Concat(Enumerable.Range(0, random.Next(14)).Select(_ => random.GetItems(pieces, 1)[0])));
            byte[][] names = [.. random.GetItems(["a", "AB", "b", "abc", "none"], random.Next(1, 4)).Select(Encoding.ASCII.GetBytes)];
            bool not = random.Next(2) == 0;
            string selected = Encoding.Latin1.GetString(new HeaderFieldSelector(names, not).Select(header));
            Assert.True(Walk(header, names, not) == selected, $"seed {seed}, step {i}: {Convert.ToHexString(header)} gives {selected}");
        }
    }

    private static string Walk(byte[] header, byte[][] names, bool not)
    {
        var selected = new StringBuilder();
        foreach (HeaderField field in HeaderFields.Enumerate(header))
        {
            bool named = false;
            foreach (byte[] name in names)
            {
                named |= field.Is(name);
            }
            if (named != not)
            {
                selected.Append(Encoding.Latin1.GetString(field.Bytes));
            }
        }
        return selected.Append(selected.Length > 0 && selected[^1] != '\n' ? "\r\n\r\n" : "\r\n").ToString();
    }

    [Fact]
    public void Selection_is_fast()
    {
        byte[] header = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Range(0, 40).Select(i => $"X-Field-{i}: {new string('v', 36)}\r\n")) + "Subject: s\r\n\r\n");
        string[] names = ["From", "To", "Subject", "Date", "Message-ID", "References"];
        var selector = new HeaderFieldSelector(names.Select(Encoding.ASCII.GetBytes), not: false);
        double best = double.MaxValue;
        for (int round = 0; round < 5; round++)
        {
            long start = System.Diagnostics.Stopwatch.GetTimestamp();
            for (int i = 0; i < 20_000; i++)
            {
                selector.Select(header);
            }
            best = Math.Min(best, System.Diagnostics.Stopwatch.GetElapsedTime(start).TotalSeconds);
        }
        TestContext.Current.TestOutputHelper?.WriteLine($"{20_000 / best:F0} headers of {header.Length} bytes per second");
        Assert.True(best < 2, $"{best} s for 20,000 headers");
    }

    private static string Select(string header, string names, bool not) => Encoding.ASCII.GetString(
        new HeaderFieldSelector(names.Split(' ').Select(Encoding.ASCII.GetBytes), not).Select(Encoding.ASCII.GetBytes(header)));
}
