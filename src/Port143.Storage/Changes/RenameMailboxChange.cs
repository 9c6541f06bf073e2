using Port143.Mail;

namespace Port143.Storage;

/// <summary>
/// Renames a mailbox and all below it; ids, UIDs and UIDVALIDITY stay. INBOX is special: its messages move to the new
/// mailbox and INBOX stays, empty (RFC 9051 section 6.3.6).
/// </summary>
/// <param name="From">The name it has.</param>
/// <param name="To">The name it gets.</param>
public sealed record RenameMailboxChange(MailboxName From, MailboxName To) : Change<MailboxResult>;
