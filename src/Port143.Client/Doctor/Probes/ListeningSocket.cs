using System.Net;

namespace Port143.Client.Doctor.Probes;

/// <summary>A TCP socket of this machine that accepts connections.</summary>
/// <param name="Address">Where; any of both families for all.</param>
/// <param name="Port">Its port.</param>
/// <param name="Inode">Its number, by which its process is found.</param>
/// <param name="Process">The process that holds it, <c>name (pid N)</c>; null when this user may not see it.</param>
public sealed record ListeningSocket(IPAddress Address, int Port, string Inode, string? Process);
