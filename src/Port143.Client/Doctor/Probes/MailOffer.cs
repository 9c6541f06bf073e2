namespace Port143.Client.Doctor.Probes;

/// <summary>A server that a domain offers to clients that set themselves up.</summary>
/// <param name="Host">Its name.</param>
/// <param name="Port">The port, as it is written there.</param>
/// <param name="Security"><c>SSL</c> for TLS from the start, <c>STARTTLS</c>, <c>plain</c> for none.</param>
public sealed record MailOffer(string Host, string Port, string Security)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Host} port {Port} {Security}";
}
