namespace Port143.Client.Doctor.Probes;

/// <summary>What an attempt to connect tells of a port.</summary>
public enum PortState
{
    /// <summary>A program accepts connections.</summary>
    Open,

    /// <summary>The host answers, and no program listens, or a firewall pretends so (ECONNREFUSED).</summary>
    Closed,

    /// <summary>A firewall or a router says no (EHOSTUNREACH).</summary>
    Prohibited,

    /// <summary>This machine knows no way there (ENETUNREACH).</summary>
    NoRoute,

    /// <summary>Nothing comes back: a firewall drops the packets, or nobody is there.</summary>
    Filtered,

    /// <summary>Something else; the report names it.</summary>
    Error,
}
