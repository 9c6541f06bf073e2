namespace Port143.Protocol.Imap.Commands.Fetch;

/// <summary>MODSEQ (RFC 7162 section 3.1.4.2); turns CONDSTORE on.</summary>
public sealed record ModSeqItem : FetchItem
{
    /// <summary>The only instance needed.</summary>
    public static readonly ModSeqItem Instance = new();
}
