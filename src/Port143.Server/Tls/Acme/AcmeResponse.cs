using System.Text.Json.Nodes;

namespace Port143.Server.Tls.Acme;

/// <summary>An answer of the authority that was no error.</summary>
/// <param name="Body">Its bytes.</param>
/// <param name="Location">The address of the resource that was made, or null.</param>
/// <param name="RetryAfter">How long to wait before asking again, or null.</param>
internal sealed record AcmeResponse(byte[] Body, string? Location, TimeSpan? RetryAfter)
{
    private const int MaxDepth = 16;

    /// <summary>The body as a JSON object.</summary>
    public JsonObject Json => AcmeJson.Parse(Body, MaxDepth);
}
