namespace Port143.Storage;

/// <summary>
/// What a reader has done to his own <c>\Seen</c> of a message, in a mailbox of another account where <c>\Seen</c> is each
/// reader's own (<see cref="MailboxInfo.SharesSeen"/>).
/// </summary>
/// <param name="Reader">The reader's account.</param>
/// <param name="Uid">The message.</param>
/// <param name="ModSeq">The MODSEQ of the change, from the mailbox's own log.</param>
/// <param name="IsSeen">Whether the message has the flag now.</param>
public readonly record struct SeenMark(AccountId Reader, uint Uid, long ModSeq, bool IsSeen);
