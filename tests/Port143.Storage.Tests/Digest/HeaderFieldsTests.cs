using System.Buffers;
using System.Text;
using Port143.Storage.Digest;

namespace Port143.Storage.Tests.Digest;

[Collection(nameof(MeasuredTests))]
public sealed class HeaderFieldsTests
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

    [Fact]
    public void Names_and_values()
    {
        var seen = new List<string>();
        foreach (HeaderField field in HeaderFields.Enumerate(Encoding.ASCII.GetBytes(Header)))
        {
            seen.Add($"{Encoding.ASCII.GetString(field.Name)}={Encoding.ASCII.GetString(field.Value)}");
        }
        Assert.Equal(["Received= a\r\n b", "Subject= s", "=no colon", "X-A=", "RECEIVED= c\r\n\tCc: no", "Cc= d"], seen);
        Assert.True(HeaderFields.TryFind(Encoding.ASCII.GetBytes(Header), "cc"u8, out HeaderField cc));
        Assert.Equal(" d", Encoding.ASCII.GetString(cc.Value));
    }

    [Fact]
    public void Selection_is_fast()
    {
        byte[] header = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Range(0, 40).Select(i => $"X-Field-{i}: {new string('v', 36)}\r\n")) + "Subject: s\r\n\r\n");
        byte[][] names = [.. new[] { "From", "To", "Subject", "Date", "Message-ID", "References" }.Select(Encoding.ASCII.GetBytes)];
        var buffer = new ArrayBufferWriter<byte>(4096);
        double best = double.MaxValue;
        for (int round = 0; round < 5; round++)
        {
            long start = System.Diagnostics.Stopwatch.GetTimestamp();
            for (int i = 0; i < 20_000; i++)
            {
                buffer.ResetWrittenCount();
                HeaderFields.Select(header, names, false, buffer);
            }
            best = Math.Min(best, System.Diagnostics.Stopwatch.GetElapsedTime(start).TotalSeconds);
        }
        TestContext.Current.TestOutputHelper?.WriteLine($"{20_000 / best:F0} headers of {header.Length} bytes per second");
        Assert.True(best < 2, $"{best} s for 20,000 headers");
    }

    private static string Select(string header, string names, bool not)
    {
        var buffer = new ArrayBufferWriter<byte>();
        HeaderFields.Select(Encoding.ASCII.GetBytes(header), [.. names.Split(' ').Select(Encoding.ASCII.GetBytes)], not, buffer);
        return Encoding.ASCII.GetString(buffer.WrittenSpan);
    }
}
