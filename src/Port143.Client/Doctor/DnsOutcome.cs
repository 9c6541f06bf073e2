namespace Port143.Client.Doctor;

/// <summary>How DNS answered; these have different causes, so they are kept apart.</summary>
public enum DnsOutcome
{
    /// <summary>There are records.</summary>
    Found,

    /// <summary>The name exists, without records of this type.</summary>
    NoData,

    /// <summary>The name does not exist (NXDOMAIN).</summary>
    NoName,

    /// <summary>The DNS server could not answer (SERVFAIL, REFUSED).</summary>
    ServerFailed,

    /// <summary>No answer came.</summary>
    TimedOut,
}
