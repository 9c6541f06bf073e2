using System.Net;

namespace Port143.Storage;

/// <summary>A password made for one device or program of an account, with what it may do. It opens IMAP and nothing else.</summary>
public sealed record DevicePassword
{
    /// <summary>How many an account may have.</summary>
    public const int MaxPerAccount = 50;

    /// <summary>Its permanent name in lists and logs: eight letters and digits.</summary>
    public required string Id { get; init; }

    /// <summary>Whose it is.</summary>
    public required AccountId Account { get; init; }

    /// <summary>What people call the device; unique within the account.</summary>
    public required string Name { get; init; }

    /// <summary>When it was made.</summary>
    public required DateTimeOffset Created { get; init; }

    /// <summary>Whether it may only read.</summary>
    public bool ReadOnly { get; init; }

    /// <summary>The only mailboxes that it sees; empty: all.</summary>
    public IReadOnlyList<MailboxId> Mailboxes { get; init; } = [];

    /// <summary>When it ends, or null.</summary>
    public DateTimeOffset? Expires { get; init; }

    /// <summary>The only networks from which it may be used; empty: any.</summary>
    public IReadOnlyList<IPNetwork> Networks { get; init; } = [];

    /// <summary>When it was last used, to some seconds; null: never.</summary>
    public DateTimeOffset? LastUsed { get; init; }

    /// <summary>From which address it was last used, or null.</summary>
    public string? LastAddress { get; init; }

    /// <summary>By what it is recognised.</summary>
    public required DeviceVerifier Verifier { get; init; }

    /// <summary>The name only, so that a record in a log shows no verifier.</summary>
    public override string ToString() => $"{Name} ({Id})";
}
