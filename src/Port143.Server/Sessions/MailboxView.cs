using Port143.Mail;
using Port143.Storage;

namespace Port143.Server.Sessions;

/// <summary>A mailbox as one session sees it: whose it is, and under which name it is shown there.</summary>
/// <param name="Account">The account that it belongs to; not always the one that signed in.</param>
/// <param name="Info">What its account's list says of it.</param>
/// <param name="Name">The name in this session's namespaces.</param>
internal sealed record MailboxView(AccountId Account, MailboxInfo Info, MailboxName Name)
{
    public MailboxId Id => Info.Id;
}
