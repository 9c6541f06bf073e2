using System.Net;

namespace Port143.Client.Doctor;

/// <summary>One record.</summary>
/// <param name="Type">Its type.</param>
/// <param name="Text">Its data as in a zone file.</param>
public sealed record DnsRecord(DnsType Type, string Text)
{
    /// <summary>The address of A and AAAA.</summary>
    public IPAddress? Address { get; init; }

    /// <summary>The target of SRV, MX and CNAME, without the last dot; empty for the root, which says that there is none.</summary>
    public string? Target { get; init; }

    /// <summary>The priority of SRV and MX.</summary>
    public int Priority { get; init; }

    /// <summary>The weight of SRV.</summary>
    public int Weight { get; init; }

    /// <summary>The port of SRV.</summary>
    public int Port { get; init; }
}
