using System.Net;

namespace Port143.Client.Doctor.Probes;

/// <summary>What an attempt to connect told.</summary>
/// <param name="EndPoint">To where.</param>
/// <param name="State">What came of it.</param>
/// <param name="Elapsed">How long it took.</param>
/// <param name="Tcp">What the kernel says of the connection; null when there is none, or the kernel does not tell.</param>
/// <param name="Error">The system's word for a failure.</param>
public sealed record PortReport(IPEndPoint EndPoint, PortState State, TimeSpan Elapsed, TcpInfo? Tcp = null, string? Error = null);
