using System.Net;

namespace Port143.Client.Doctor.Probes;

/// <summary>The server that clients would use for what was asked for, and its addresses.</summary>
/// <param name="Name">Its name, or its address where an address was asked for.</param>
/// <param name="FoundBy">How it was found, for a person: <c>SRV</c>, <c>the name itself</c>, <c>a guess</c>.</param>
/// <param name="Addresses">Its addresses, IPv4 first.</param>
/// <param name="A">What DNS said of IPv4; null for an IP address.</param>
/// <param name="Aaaa">What DNS said of IPv6; null for an IP address.</param>
public sealed record MailHost(string Name, string FoundBy, IReadOnlyList<IPAddress> Addresses, DnsAnswer? A, DnsAnswer? Aaaa);
