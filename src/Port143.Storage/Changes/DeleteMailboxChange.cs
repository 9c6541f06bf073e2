using Port143.Mail;

namespace Port143.Storage;

/// <summary>Deletes a mailbox with its mail. Mailboxes below it stay (RFC 9051 section 6.3.5).</summary>
/// <param name="Name">Its name; INBOX is refused.</param>
public sealed record DeleteMailboxChange(MailboxName Name) : Change<MailboxResult>;
