namespace Port143.Storage;

/// <summary>Files messages into a mailbox, all or none (APPEND, MULTIAPPEND, delivery).</summary>
/// <param name="Mailbox">The mailbox.</param>
/// <param name="Messages">The messages, in the order of their UIDs.</param>
/// <param name="Reader">Whose <c>\Seen</c> the messages get, where readers have it of their own; null: the owner's.</param>
public sealed record AppendChange(MailboxId Mailbox, IReadOnlyList<NewMessage> Messages, AccountId? Reader = null) : Change<AppendResult>;
