namespace Port143.Tests.Crash;

/// <summary>What is known of one message in one account. The ledger's lock guards it.</summary>
internal sealed class LedgerMessage
{
    public required string Id { get; init; }

    public required string Account { get; init; }

    public required byte[] Sent { get; init; }

    /// <summary>Whether a server put trace fields before it.</summary>
    public bool ByLmtp { get; init; }

    /// <summary>Messages of one MULTIAPPEND: all or none.</summary>
    public string? Group { get; init; }

    /// <summary>Where it is, or was asked to be.</summary>
    public required string Mailbox { get; set; }

    /// <summary>0 while it is not known.</summary>
    public uint Uid { get; set; }

    public bool IsAcked { get; set; }

    /// <summary>A MOVE that was asked for and not acknowledged.</summary>
    public string? MovingTo { get; set; }

    /// <summary>An EXPUNGE that was asked for and not acknowledged.</summary>
    public bool IsBeingExpunged { get; set; }

    public bool IsExpunged { get; set; }

    /// <summary>Whether a writer that moves or expunges has it: one at a time.</summary>
    public bool IsTaken { get; set; }

    /// <summary>Whether its octets were compared where it is now.</summary>
    public bool IsCompared { get; set; }

    /// <summary>For each keyword the values it may have: the last that was acknowledged, and those asked for since.</summary>
    public Dictionary<string, HashSet<bool>> Keywords { get; } = [];
}
