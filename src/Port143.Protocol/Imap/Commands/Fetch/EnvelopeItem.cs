namespace Port143.Protocol.Imap.Commands.Fetch;

/// <summary>ENVELOPE (RFC 9051 section 6.4.5).</summary>
public sealed record EnvelopeItem : FetchItem
{
    /// <summary>The only instance needed.</summary>
    public static readonly EnvelopeItem Instance = new();
}
