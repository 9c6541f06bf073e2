using Port143.Load.Measure;
using Port143.Load.Report;

namespace Port143.Tests.Load;

public sealed class ComparisonRowTests
{
    [Fact]
    public void The_ratio_is_against_the_better_peer_and_medians_count()
    {
        Sample[] samples =
        [
            Of("port143", 0.010, 0.010), Of("port143", 0.011, 0.011), Of("port143", 0.500, 0.500),
            Of("dovecot", 0.110, 0.110), Of("cyrus", 0.055, 0.055),
        ];
        var row = new ComparisonRow(new Bar("W3 envelope", "list", Metric.Time, 5, 10), ["port143", "dovecot", "cyrus"], samples);
        Assert.Equal("cyrus", row.Peer);
        Assert.Equal(5, row.Ratio!.Value, 3);
        Assert.Equal(5, row.CpuRatio!.Value, 3);
        Assert.Equal((true, false), (row.Met, row.MoonshotMet));
        Assert.Equal("11.0 (10.0-500)", row.Figures["port143"].ToString());
        var named = new ComparisonRow(new Bar("W3 envelope", "list", Metric.Rate, 5, 11, "dovecot"), ["port143", "dovecot", "cyrus"], samples);
        Assert.Equal(10, named.Ratio!.Value, 3);
        Assert.Equal((true, false), (named.Met, named.MoonshotMet));
    }

    [Fact]
    public void An_absolute_bar_needs_no_peer_and_a_missing_peer_is_not_judged()
    {
        Sample[] samples = [new() { Name = "W10 idle clear", Server = "port143", Value = 5 }, Of("port143", 1, 1)];
        Assert.Equal(true, new ComparisonRow(new Bar("W10 idle clear", "idle", Metric.Value, 8, 4, "-"), ["port143"], samples).Met);
        Assert.Null(new ComparisonRow(new Bar("W3 envelope", "list", Metric.Time, 5, 10), ["port143"], samples).Met);
    }

    [Fact]
    public void Samples_survive_the_file()
    {
        string file = Path.GetTempFileName();
        try
        {
            Sample sample = Of("port143", 0.25, 0.125) with { P50 = 1.5, P99 = 2.5, Value = 3, Bytes = 4, Round = 2, Operations = 7 };
            File.WriteAllText(file, SampleFile.Write(sample) + "\n");
            Assert.Equal(sample, Assert.Single(SampleFile.Read(file)));
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static Sample Of(string server, double wall, double cpu) => new() { Name = "W3 envelope", Server = server, Wall = wall, ServerCpu = cpu };
}
