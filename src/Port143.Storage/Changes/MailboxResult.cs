namespace Port143.Storage;

/// <summary>What came of a change to the list of mailboxes.</summary>
/// <param name="Failure">Why it failed, if it did.</param>
/// <param name="Mailbox">The mailbox that was made or changed, where there is one.</param>
public sealed record MailboxResult(ChangeFailure Failure, MailboxInfo? Mailbox = null) : ChangeResult(Failure);
