namespace Port143.Storage;

/// <summary>Files messages into a mailbox, all or none (APPEND, MULTIAPPEND, delivery).</summary>
/// <param name="Mailbox">The mailbox.</param>
/// <param name="Messages">The messages, in the order of their UIDs.</param>
public sealed record AppendChange(MailboxId Mailbox, IReadOnlyList<NewMessage> Messages) : Change<AppendResult>;
