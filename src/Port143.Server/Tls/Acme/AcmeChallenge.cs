namespace Port143.Server.Tls.Acme;

/// <summary>How it is proven to the authority that a host name is this server's.</summary>
public enum AcmeChallenge
{
    /// <summary>A file on port 80 (RFC 8555 section 8.3).</summary>
    Http,

    /// <summary>A certificate shown on port 443 (RFC 8737). Public authorities do not look at 993.</summary>
    TlsAlpn,

    /// <summary>A record in DNS, which a program of the administrator puts there (RFC 8555 section 8.4).</summary>
    Dns,
}
