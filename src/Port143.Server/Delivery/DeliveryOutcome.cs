using Port143.Mail;

namespace Port143.Server.Delivery;

/// <summary>What came of a delivery to one recipient.</summary>
/// <param name="Status">How it ended.</param>
/// <param name="Mailbox">The mailbox, when delivered.</param>
/// <param name="Uid">The message's UID, when delivered.</param>
public sealed record DeliveryOutcome(DeliveryStatus Status, MailboxName? Mailbox = null, uint Uid = 0);
