namespace Port143.Storage.Tests.Contract;

/// <summary>An annotation of <see cref="MemoryMailStorage"/>; without a value it was removed.</summary>
internal sealed record MemoryAnnotation(MailboxId? Mailbox, AccountId? Owner, string Entry, long Number, byte[]? Value)
{
    public bool Is(MailboxId? mailbox, AccountId? owner, string entry) =>
        Mailbox == mailbox && Owner == owner && Entry.Equals(entry, StringComparison.OrdinalIgnoreCase);
}
