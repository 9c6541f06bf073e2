using System.Net;

namespace Port143.Client.Doctor;

/// <summary>Where the server is to listen.</summary>
/// <param name="Name">As in the configuration: <c>imap</c>, <c>imaps</c>, <c>imaps585</c>, <c>lmtp</c>.</param>
/// <param name="Address">The address; null for every address of the machine, and for a Unix socket.</param>
/// <param name="Port">The port; 0 for a Unix socket.</param>
/// <param name="UnixPath">The path of the Unix socket; null for TCP.</param>
public sealed record ServerListener(string Name, IPAddress? Address, int Port, string? UnixPath);
