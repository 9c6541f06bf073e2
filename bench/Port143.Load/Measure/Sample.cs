namespace Port143.Load.Measure;

/// <summary>One measured run of one variant of a workload.</summary>
internal sealed record Sample
{
    /// <summary>The workload and what of it, as "W3 envelope".</summary>
    public required string Name { get; init; }

    /// <summary>The server's name.</summary>
    public string Server { get; init; } = "";

    /// <summary>Which round of a comparison it belongs to, from 1.</summary>
    public int Round { get; init; } = 1;

    public long Operations { get; init; } = 1;

    /// <summary>Octets of mail that went in or came out.</summary>
    public long Bytes { get; init; }

    public double Wall { get; init; }

    public double ServerCpu { get; init; }

    public double ClientCpu { get; init; }

    public double OtherCpu { get; init; }

    /// <summary>Milliseconds; 0 when operations were not timed one by one.</summary>
    public double P50 { get; init; }

    public double P99 { get; init; }

    /// <summary>What is measured when it is no time: bytes a connection, a ratio, a count of hits.</summary>
    public double Value { get; init; }
}
