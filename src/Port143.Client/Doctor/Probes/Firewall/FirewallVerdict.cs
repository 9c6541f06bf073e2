namespace Port143.Client.Doctor.Probes.Firewall;

/// <summary>What a rule does with a packet.</summary>
public enum FirewallVerdict
{
    /// <summary>Nothing: it counts or logs, and the next rule is looked at.</summary>
    None,

    /// <summary>Lets it in, as far as this chain is concerned.</summary>
    Accept,

    /// <summary>Lets it vanish.</summary>
    Drop,

    /// <summary>Refuses it with an answer.</summary>
    Reject,

    /// <summary>Goes on in another chain, and comes back.</summary>
    Jump,

    /// <summary>Goes on in another chain for good.</summary>
    Goto,

    /// <summary>Goes back to the chain that it came from.</summary>
    Return,
}
