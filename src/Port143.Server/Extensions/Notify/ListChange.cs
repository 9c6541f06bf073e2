using Port143.Mail;
using Port143.Protocol.Imap.Commands.Notify;

namespace Port143.Server.Extensions.Notify;

/// <summary>A name of which a LIST response tells.</summary>
/// <param name="Name">The name.</param>
/// <param name="OldName">Its name before, when it was renamed.</param>
/// <param name="Event">MailboxName or SubscriptionChange.</param>
internal readonly record struct ListChange(MailboxName Name, MailboxName? OldName, NotifyEvents Event);
