namespace Port143.Load.Report;

/// <summary>Which figure of a sample a row is judged by.</summary>
internal enum Metric
{
    /// <summary>Operations a second; more is better.</summary>
    Rate,

    /// <summary>Octets of mail a second; more is better.</summary>
    Throughput,

    /// <summary>Milliseconds for one run; less is better.</summary>
    Time,

    /// <summary>Median latency in milliseconds; less is better.</summary>
    P50,

    /// <summary>The latency that one operation in a hundred exceeds; less is better.</summary>
    P99,

    /// <summary>Microseconds of server CPU for one operation; less is better.</summary>
    Cpu,

    /// <summary>A figure that is no time; less is better.</summary>
    Value,
}
