using Port143.Mail;

namespace Port143.Storage;

/// <summary>Expunges messages that have <c>\Deleted</c>. Each leaves a tombstone with the MODSEQ of the change.</summary>
/// <param name="Mailbox">The mailbox.</param>
/// <param name="Uids">Only among these (UID EXPUNGE, RFC 4315); null for all.</param>
/// <param name="EvenUndeleted">Also those without <c>\Deleted</c>: the second half of a MOVE to another account.</param>
public sealed record ExpungeChange(MailboxId Mailbox, UidSet? Uids = null, bool EvenUndeleted = false) : Change<ExpungeResult>;
