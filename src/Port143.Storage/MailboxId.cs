namespace Port143.Storage;

/// <summary>The number of a mailbox within its account; never used again after the mailbox is deleted, and kept on RENAME.</summary>
/// <param name="Value">1 or more.</param>
public readonly record struct MailboxId(long Value);
