using Port143.Mail;
using Port143.Storage;

namespace Port143.Server.Delivery;

/// <summary>A recipient that was found: an account, and where in it the message goes.</summary>
/// <param name="Account">The account.</param>
/// <param name="Recipient">The address as the sender wrote it; for the trace fields and the log.</param>
/// <param name="Detail">
/// What stands after the <c>+</c> (RFC 5233): the message goes to the mailbox of that name, in any case, where there is one,
/// else to INBOX.
/// </param>
/// <param name="Mailbox">The mailbox to use instead; the delivery fails when it does not exist.</param>
public sealed record DeliveryTarget(AccountId Account, string Recipient, string? Detail = null, MailboxName? Mailbox = null);
