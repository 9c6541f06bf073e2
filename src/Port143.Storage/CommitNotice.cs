namespace Port143.Storage;

/// <summary>The news that an account changed.</summary>
/// <param name="Account">The account.</param>
/// <param name="Mailbox">The mailbox whose log grew; null when only the list of mailboxes or annotations changed.</param>
/// <param name="Page">What was added to its log, where the engine has it at hand; null means: read the log.</param>
/// <param name="ListChanged">Whether the list of mailboxes or the subscriptions changed.</param>
/// <param name="AnnotationsChanged">Whether the account's log of annotations grew.</param>
public sealed record CommitNotice(
    AccountId Account, MailboxId? Mailbox, LogPage? Page, bool ListChanged, bool AnnotationsChanged = false);
