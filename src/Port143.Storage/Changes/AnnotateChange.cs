namespace Port143.Storage;

/// <summary>Sets annotations of a mailbox or of the account, all or none (RFC 5464 section 4.3).</summary>
/// <param name="Mailbox">The mailbox; null for the account as a whole.</param>
/// <param name="Entries">What to set, in this order.</param>
/// <param name="MaxEntries">How many entries the mailbox or account may have then, the shared ones and those of each owner
/// counted apart. Entries that exist can be replaced even beyond that.</param>
public sealed record AnnotateChange(
    MailboxId? Mailbox, IReadOnlyList<NewAnnotation> Entries, int MaxEntries = int.MaxValue) : Change<AnnotateResult>;
