namespace Port143.Load.Report;

/// <summary>A row of the table: what is compared, and how far ahead is enough.</summary>
/// <param name="Sample">The name of its samples.</param>
/// <param name="Title">What it is.</param>
/// <param name="Metric">By what it is judged.</param>
/// <param name="AtLeast">How many times better than the peer; for an absolute bar, the value that must not be exceeded.</param>
/// <param name="Moonshot">The same, for the high aim.</param>
/// <param name="Peer">The peer that counts: "" is the better of those measured, "-" is none, an absolute bar.</param>
internal sealed record Bar(string Sample, string Title, Metric Metric, double AtLeast, double Moonshot, string Peer = "")
{
    public bool IsAbsolute => Peer == "-";

    public bool HigherIsBetter => Metric is Metric.Rate or Metric.Throughput;

    public string Unit => Metric switch
    {
        Metric.Rate => "/s",
        Metric.Throughput => "MB/s",
        Metric.Cpu => "us CPU",
        Metric.Value when Sample.StartsWith("W10", StringComparison.Ordinal) => "KB",
        Metric.Value when Sample.StartsWith("W14", StringComparison.Ordinal) => "MB",
        Metric.Value => "x",
        _ => "ms",
    };

    /// <summary>The figure of one sample.</summary>
    public double Of(Measure.Sample sample) => Metric switch
    {
        Metric.Rate => sample.Operations / sample.Wall,
        Metric.Throughput => sample.Bytes / sample.Wall / 1e6,
        Metric.Time => sample.Wall * 1000 / (sample.Name.StartsWith("W6", StringComparison.Ordinal) ? sample.Operations : 1),
        Metric.P50 => sample.P50,
        Metric.P99 => sample.P99,
        Metric.Cpu => sample.ServerCpu * 1e6 / sample.Operations,
        _ => sample.Value,
    };
}
