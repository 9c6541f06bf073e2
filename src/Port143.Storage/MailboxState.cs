namespace Port143.Storage;

/// <summary>The head of a mailbox's log.</summary>
/// <param name="UidValidity">Its UIDVALIDITY.</param>
/// <param name="UidNext">The UID that the next message gets at the least; 1 to 2^31.</param>
/// <param name="Head">The highest MODSEQ of the log; 1 or more.</param>
/// <param name="Floor">The lowest MODSEQ from which expunges are complete.</param>
/// <param name="FirstRecent">The lowest UID that no session was told as \Recent yet (IMAP4rev1).</param>
/// <param name="Keywords">The mailbox's keywords, by their number in <see cref="Mail.FlagSet"/>.</param>
public sealed record MailboxState(
    uint UidValidity, uint UidNext, long Head, long Floor, uint FirstRecent, IReadOnlyList<string> Keywords);
