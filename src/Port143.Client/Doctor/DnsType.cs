namespace Port143.Client.Doctor;

/// <summary>The types of records that the doctor asks for; the numbers are those of the registry.</summary>
public enum DnsType
{
    /// <summary>An IPv4 address.</summary>
    A = 1,

    /// <summary>Another name.</summary>
    Cname = 5,

    /// <summary>A host for mail.</summary>
    Mx = 15,

    /// <summary>Text.</summary>
    Txt = 16,

    /// <summary>An IPv6 address.</summary>
    Aaaa = 28,

    /// <summary>A service (RFC 2782).</summary>
    Srv = 33,

    /// <summary>A certificate's fingerprint (RFC 6698).</summary>
    Tlsa = 52,

    /// <summary>Who may issue certificates (RFC 8659).</summary>
    Caa = 257,
}
