namespace Port143.Storage;

/// <summary>An entry that was set or removed.</summary>
/// <param name="Mailbox">The mailbox that it is attached to; null for the account as a whole.</param>
/// <param name="Owner">Whose private entry it is; null for a shared one.</param>
/// <param name="Entry">The entry.</param>
/// <param name="Number">The number of the change in the account's log of annotations.</param>
public sealed record ChangedAnnotation(MailboxId? Mailbox, AccountId? Owner, string Entry, long Number);
