namespace Port143.Protocol.Imap.Commands.Fetch;

/// <summary>UID: the unique identifier (RFC 9051 section 6.4.5).</summary>
public sealed record UidItem : FetchItem
{
    /// <summary>The only instance needed.</summary>
    public static readonly UidItem Instance = new();
}
