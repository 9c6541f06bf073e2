namespace Port143.Server.Delivery;

/// <summary>What the trace fields say of a message's way here (RFC 5321 section 4.4).</summary>
/// <param name="Sender">The reverse path without angle brackets; empty for bounces, null for none known.</param>
/// <param name="ClientName">The name that the client gave, or null.</param>
/// <param name="ClientAddress">The client's address, such as <c>127.0.0.1</c>, or null.</param>
/// <param name="Protocol">The protocol's name in the Received field: LMTP, UTF8LMTP (RFC 6531), or local.</param>
public sealed record DeliveryEnvelope(string? Sender, string? ClientName, string? ClientAddress, string Protocol);
