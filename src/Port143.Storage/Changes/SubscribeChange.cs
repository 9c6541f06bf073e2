using Port143.Mail;

namespace Port143.Storage;

/// <summary>Adds a name to the subscriptions or takes it away; it need not exist.</summary>
/// <param name="Name">The name.</param>
/// <param name="Subscribed">Whether it is to be subscribed.</param>
public sealed record SubscribeChange(MailboxName Name, bool Subscribed) : Change<MailboxResult>;
