using Port143.Mail;

namespace Port143.Storage;

/// <summary>A mailbox that a new account starts with; it is subscribed.</summary>
/// <param name="Name">Its name.</param>
/// <param name="SpecialUse">What it is for.</param>
public sealed record NewMailbox(MailboxName Name, SpecialUse SpecialUse = SpecialUse.None)
{
    /// <summary>What every new account gets: INBOX, Drafts, Sent, Junk, Trash and Archive with their special uses (RFC 6154).</summary>
    public static readonly IReadOnlyList<NewMailbox> Defaults =
    [
        new(MailboxName.Inbox),
        new(MailboxName.Parse("Drafts"), SpecialUse.Drafts),
        new(MailboxName.Parse("Sent"), SpecialUse.Sent),
        new(MailboxName.Parse("Junk"), SpecialUse.Junk),
        new(MailboxName.Parse("Trash"), SpecialUse.Trash),
        new(MailboxName.Parse("Archive"), SpecialUse.Archive),
    ];
}
