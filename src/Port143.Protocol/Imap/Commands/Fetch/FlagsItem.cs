namespace Port143.Protocol.Imap.Commands.Fetch;

/// <summary>FLAGS (RFC 9051 section 6.4.5).</summary>
public sealed record FlagsItem : FetchItem
{
    /// <summary>The only instance needed.</summary>
    public static readonly FlagsItem Instance = new();
}
