using System.Net;

namespace Port143.Client.Doctor.Probes;

/// <summary>
/// One conversation with a server, as a mail client begins it: connect, TLS where the port wants it, greeting, CAPABILITY,
/// STARTTLS where it is offered, CAPABILITY again, ID, some NOOP, LOGOUT. It ends where something fails; what was not reached
/// is null or empty.
/// </summary>
public sealed record ImapReport
{
    /// <summary>With whom.</summary>
    public required IPEndPoint EndPoint { get; init; }

    /// <summary>Whether TLS began the conversation.</summary>
    public required bool ImplicitTls { get; init; }

    /// <summary>The connection.</summary>
    public required PortReport Port { get; init; }

    /// <summary>The first bytes that came in the clear, at most 64; empty when none came.</summary>
    public ReadOnlyMemory<byte> FirstBytes { get; init; }

    /// <summary>The greeting without CRLF.</summary>
    public string? Greeting { get; init; }

    /// <summary>From the connection, or the end of the handshake, to the greeting.</summary>
    public TimeSpan GreetingElapsed { get; init; }

    /// <summary>What CAPABILITY told before STARTTLS; on a port with implicit TLS, at all.</summary>
    public IReadOnlyList<string> Capabilities { get; init; } = [];

    /// <summary>How long CAPABILITY took.</summary>
    public TimeSpan CapabilityElapsed { get; init; }

    /// <summary>The reply to STARTTLS without its tag.</summary>
    public string? StartTlsReply { get; init; }

    /// <summary>Octets that came after the reply to STARTTLS and before the handshake: nothing should.</summary>
    public string BeforeHandshake { get; init; } = "";

    /// <summary>The handshake.</summary>
    public TlsReport? Tls { get; init; }

    /// <summary>What CAPABILITY told after STARTTLS.</summary>
    public IReadOnlyList<string> CapabilitiesAfterTls { get; init; } = [];

    /// <summary>What ID told; null without it.</summary>
    public string? Id { get; init; }

    /// <summary>How long each NOOP took.</summary>
    public IReadOnlyList<TimeSpan> Noops { get; init; } = [];

    /// <summary>What the kernel knew at the end.</summary>
    public TcpInfo? TcpAtEnd { get; init; }

    /// <summary>Where the conversation broke, in words; null when it came to its end.</summary>
    public string? Error { get; init; }

    /// <summary>Whether the greeting is one of IMAP.</summary>
    public bool IsImap => Greeting is not null
        && (Greeting.StartsWith("* OK", StringComparison.OrdinalIgnoreCase) || Greeting.StartsWith("* PREAUTH", StringComparison.OrdinalIgnoreCase)
            || Greeting.StartsWith("* BYE", StringComparison.OrdinalIgnoreCase));

    /// <summary>The capabilities that count for signing in: those behind TLS where there is TLS.</summary>
    public IReadOnlyList<string> FinalCapabilities => CapabilitiesAfterTls.Count > 0 ? CapabilitiesAfterTls : Capabilities;

    /// <summary>Whether a capability was told, in any case.</summary>
    public static bool Has(IReadOnlyList<string> capabilities, string name) => capabilities.Contains(name, StringComparer.OrdinalIgnoreCase);
}
