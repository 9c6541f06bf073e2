namespace Port143.Protocol.Imap.Commands.Fetch;

/// <summary>BODY without a section: BODYSTRUCTURE without extension data (RFC 9051 section 6.4.5).</summary>
public sealed record BodyItem : FetchItem
{
    /// <summary>The only instance needed.</summary>
    public static readonly BodyItem Instance = new();
}
