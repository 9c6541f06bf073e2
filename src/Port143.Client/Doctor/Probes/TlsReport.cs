using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace Port143.Client.Doctor.Probes;

/// <summary>A handshake, whether it came to an end or not.</summary>
public sealed record TlsReport
{
    /// <summary>Whether it came to an end.</summary>
    public bool Succeeded { get; init; }

    /// <summary>The version that was agreed on.</summary>
    public SslProtocols Protocol { get; init; }

    /// <summary>The cipher suite that was agreed on.</summary>
    public TlsCipherSuite CipherSuite { get; init; }

    /// <summary>The server's certificate; null when none came.</summary>
    public X509Certificate2? Certificate { get; init; }

    /// <summary>The other certificates that the server sent, in its order.</summary>
    public IReadOnlyList<X509Certificate2> Sent { get; init; } = [];

    /// <summary>The application protocol that was agreed on (ALPN); empty for none.</summary>
    public string Alpn { get; init; } = "";

    /// <summary>How long it took.</summary>
    public TimeSpan Elapsed { get; init; }

    /// <summary>Why it failed, in the words of the system's TLS library; null when it did not.</summary>
    public string? Error { get; init; }
}
