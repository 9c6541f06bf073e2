namespace Port143.Client.Doctor.Probes;

/// <summary>What came back from a step of the way.</summary>
public enum RouteHopState
{
    /// <summary>Nothing.</summary>
    Silent,

    /// <summary>A router that passes the connection on.</summary>
    Router,

    /// <summary>A router or a firewall that says no.</summary>
    Refused,

    /// <summary>The host itself, whether the port is open or closed.</summary>
    Answered,
}
