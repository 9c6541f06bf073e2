namespace Port143.Client.Doctor;

/// <summary>An answer of DNS.</summary>
/// <param name="Outcome">How it answered.</param>
/// <param name="Records">The records of the type that was asked for; SRV and MX by priority.</param>
/// <param name="Elapsed">How long it took.</param>
public sealed record DnsAnswer(DnsOutcome Outcome, IReadOnlyList<DnsRecord> Records, TimeSpan Elapsed)
{
    /// <summary>The names that were aliases on the way (CNAME), in their order.</summary>
    public IReadOnlyList<string> Aliases { get; init; } = [];

    /// <summary>What the DNS server or this machine said of the failure; null without one.</summary>
    public string? Error { get; init; }
}
