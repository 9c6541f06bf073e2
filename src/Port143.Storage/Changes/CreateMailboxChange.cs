using Port143.Mail;

namespace Port143.Storage;

/// <summary>Makes a mailbox, and the levels above it that are missing (RFC 9051 section 6.3.4).</summary>
/// <param name="Name">Its name.</param>
/// <param name="SpecialUse">What it is for.</param>
/// <param name="Subscribe">Whether to subscribe it as well.</param>
public sealed record CreateMailboxChange(MailboxName Name, SpecialUse SpecialUse = SpecialUse.None, bool Subscribe = false)
    : Change<MailboxResult>;
