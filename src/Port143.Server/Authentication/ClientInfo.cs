using System.Net;

namespace Port143.Server.Authentication;

/// <summary>Who is signing in, for the log and the limits.</summary>
/// <param name="Address">The address of the client; null over a Unix socket.</param>
/// <param name="Listener">The listener it came through, such as <c>imaps</c>.</param>
/// <param name="IsEncrypted">Whether TLS is on.</param>
public sealed record ClientInfo(IPAddress? Address, string Listener, bool IsEncrypted);
