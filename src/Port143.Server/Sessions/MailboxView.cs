using Port143.Mail;
using Port143.Server.Commands;
using Port143.Storage;

namespace Port143.Server.Sessions;

/// <summary>A mailbox as one session sees it: whose it is, under which name it is shown there, and what may be done with it.</summary>
/// <param name="Account">The account that it belongs to; not always the one that signed in.</param>
/// <param name="Info">What its account's list says of it.</param>
/// <param name="Name">The name in this session's namespaces.</param>
/// <param name="Rights">What the session may do with it (RFC 4314).</param>
/// <param name="Owner">The account's address.</param>
/// <param name="IsOwn">Whether the signed-in account is the owner.</param>
internal sealed record MailboxView(
    AccountId Account, MailboxInfo Info, MailboxName Name, MailboxRights Rights, AccountAddress Owner, bool IsOwn)
{
    public MailboxId Id => Info.Id;

    /// <summary>Who is to have <c>\Seen</c> of his own there; null where it is the owner's or everybody's (<see cref="SeenSetting"/>).</summary>
    public AccountId? Reader { get; init; }

    /// <summary>MAILBOXID: an account counts for itself, so that another's takes its id along (RFC 8474 section 4.1).</summary>
    public string ObjectId => IsOwn ? Info.ObjectId : $"{Info.ObjectId}-{Account.Value}";

    /// <summary>Whether the session has all of these rights.</summary>
    public bool Has(MailboxRights rights) => (Rights & rights) == rights;

    /// <summary>What a session may do with a mailbox, by its access control list and by the scope of the sign-in.</summary>
    public static MailboxRights RightsOf(ImapSession session, MailboxInfo info, AccountAddress owner, bool isOwn) =>
        session.Scope.Limit(isOwn ? info.Acl.RightsOfOwner(owner) : info.Acl.RightsOf(session.Account!.Address));

    /// <summary>A mailbox of the account that signed in.</summary>
    public static MailboxView Own(ImapSession session, MailboxInfo info)
    {
        AccountAddress owner = session.Account!.Address;
        return new MailboxView(session.AccountId, info, info.Name, RightsOf(session, info, owner, true), owner, true);
    }

    /// <summary>A mailbox of another account; null when its name is too long to be shown.</summary>
    public static MailboxView? Others(ImapSession session, Account owner, MailboxInfo info) =>
        SharedNamespace.TryName(owner.Address, info.Name) is { } name
            ? new MailboxView(owner.Id, info, name, RightsOf(session, info, owner.Address, false), owner.Address, false)
            {
                Reader = info.SharesSeen ? null : session.AccountId,
            }
            : null;
}
