namespace Port143.Storage;

/// <summary>Remembers that a session was told messages as \Recent (IMAP4rev1). Never urgent; costs no MODSEQ.</summary>
/// <param name="Mailbox">The mailbox.</param>
/// <param name="FirstRecent">The lowest UID that no session was told yet.</param>
public sealed record ClaimRecentChange(MailboxId Mailbox, uint FirstRecent) : Change<MailboxResult>;
