using Port143.Mail;

namespace Port143.Storage.Formats;

/// <summary>How to import.</summary>
public sealed record ImportOptions
{
    /// <summary>The mailbox for a single file, or the one below which a tree of folders goes; null for INBOX and the top.</summary>
    public MailboxName? Mailbox { get; init; }

    /// <summary>
    /// Whether folders with well-known names, such as Sent Items, Deleted Messages or Spam, go to the mailboxes with the
    /// special use that these names stand for.
    /// </summary>
    public bool MapSpecialUse { get; init; }

    /// <summary>Whether to import also what the ledger says was imported before.</summary>
    public bool Again { get; init; }

    /// <summary>The most messages of one commit.</summary>
    public int BatchMessages { get; init; } = 256;

    /// <summary>The most octets of one commit, which are in memory meanwhile; one message may be larger.</summary>
    public long BatchBytes { get; init; } = 8 << 20;
}
