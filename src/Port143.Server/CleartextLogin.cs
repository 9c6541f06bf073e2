namespace Port143.Server;

/// <summary>Who may send a password over a connection without TLS.</summary>
public enum CleartextLogin
{
    /// <summary>Nobody: LOGINDISABLED is announced until TLS is on (RFC 9051 section 6.2.3).</summary>
    Never,

    /// <summary>Clients on 127.0.0.1 and ::1, whose bytes no network carries.</summary>
    Loopback,
}
