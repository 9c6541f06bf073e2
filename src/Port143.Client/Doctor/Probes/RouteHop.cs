using System.Net;

namespace Port143.Client.Doctor.Probes;

/// <summary>One step of the way.</summary>
/// <param name="Number">How many routers away, from 1.</param>
/// <param name="State">What came back.</param>
/// <param name="Address">From whom; null when nothing came.</param>
public sealed record RouteHop(int Number, RouteHopState State, IPAddress? Address);
