namespace Port143.Client.Doctor.Probes.Firewall;

/// <summary>Whether a rule is for a new connection from outside to a port.</summary>
public enum FirewallMatch
{
    /// <summary>It is not.</summary>
    No,

    /// <summary>It depends on what the doctor does not know: the client's address, the interface, a rate.</summary>
    Perhaps,

    /// <summary>It is.</summary>
    Yes,
}
