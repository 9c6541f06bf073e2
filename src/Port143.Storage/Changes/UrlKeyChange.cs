namespace Port143.Storage;

/// <summary>
/// Gives a mailbox a key for URLs with authorization (RFC 4467 section 2.2), or takes the keys of all mailboxes away. URLs made
/// with an earlier key are worth nothing then.
/// </summary>
/// <param name="Mailbox">The mailbox; null for all, whose keys go.</param>
/// <param name="Key">The key: random, at least 128 bits.</param>
/// <param name="OnlyIfNone">Whether a key that is there stays.</param>
public sealed record UrlKeyChange(MailboxId? Mailbox, ReadOnlyMemory<byte> Key, bool OnlyIfNone) : Change<UrlKeyResult>;
