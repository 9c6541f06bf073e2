namespace Port143.Protocol.Imap.Commands.Fetch;

/// <summary>BODYSTRUCTURE (RFC 9051 section 6.4.5).</summary>
public sealed record BodyStructureItem : FetchItem
{
    /// <summary>The only instance needed.</summary>
    public static readonly BodyStructureItem Instance = new();
}
