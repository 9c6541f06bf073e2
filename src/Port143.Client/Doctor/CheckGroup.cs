namespace Port143.Client.Doctor;

/// <summary>The parts of a report, in their order.</summary>
public enum CheckGroup
{
    /// <summary>Names and addresses.</summary>
    Dns,

    /// <summary>Ports and the way to them.</summary>
    Network,

    /// <summary>Encryption and certificates.</summary>
    Tls,

    /// <summary>What the server says in IMAP.</summary>
    Imap,

    /// <summary>How fast it answers.</summary>
    Latency,

    /// <summary>Signing in and what comes after.</summary>
    SignIn,

    /// <summary>The configuration and the process of the server on this machine.</summary>
    Service,

    /// <summary>Files, disks and databases.</summary>
    Storage,

    /// <summary>The operating system.</summary>
    System,

    /// <summary>Logs and history.</summary>
    Log,
}
