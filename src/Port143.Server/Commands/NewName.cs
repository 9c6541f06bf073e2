using Port143.Mail;
using Port143.Protocol.Imap;
using Port143.Server.Sessions;
using Port143.Storage;

namespace Port143.Server.Commands;

/// <summary>A name that CREATE or RENAME gives, once it is clear that the session may: in whose account, and what it is there.</summary>
/// <param name="Account">The account that gets the mailbox.</param>
/// <param name="Inner">The name as its owner knows it.</param>
internal sealed record NewName(AccountId Account, MailboxName Inner)
{
    /// <summary>
    /// Asks for <see cref="CommandRights.CreateBelow"/> in the nearest mailbox above the name (RFC 4314 section 4). In the own
    /// namespace a name without a mailbox above it is free for its owner; among others' there must be one.
    /// </summary>
    public static async ValueTask<(NewName? Name, CommandResult Refusal)> FindAsync(ImapSession session, MailboxName name, CancellationToken cancel)
    {
        AccountId account = session.AccountId;
        MailboxName inner = name;
        bool isShared = SharedNamespace.IsReserved(name);
        MailboxView? above = null;
        for (MailboxName? parent = name.Parent; parent is not null && above is null; parent = parent.Parent)
        {
            above = await MailboxArgument.LookUpAsync(session, parent, cancel).ConfigureAwait(false);
        }
        if (isShared)
        {
            if (!SharedNamespace.TrySplit(name, out _, out MailboxName? shared))
            {
                return (null, CommandResult.No("Only mailboxes of other users can be there", ResponseCode.Cannot));
            }
            if (above is null || !above.Has(CommandRights.CreateBelow))
            {
                // Where the mailbox above may not be seen, the answer is that of a level that is not there.
                return (null, above is not null && above.Has(CommandRights.List)
                    ? MailboxArgument.Missing(above)
                    : CommandResult.No("You have no right to make mailboxes there", ResponseCode.NoPerm));
            }
            if (above.IsOwn)
            {
                return (null, CommandResult.No("Only mailboxes of other users can be there", ResponseCode.Cannot));
            }
            return (new NewName(above.Account, shared), default);
        }
        return above is not null && !above.Has(CommandRights.CreateBelow)
            ? (null, MailboxArgument.Missing(above))
            : (new NewName(account, inner), default);
    }

    /// <summary>The MAILBOXID that the session sees of a mailbox made there.</summary>
    public string ObjectIdOf(ImapSession session, MailboxInfo info) =>
        Account == session.AccountId ? info.ObjectId : $"{info.ObjectId}-{Account.Value}";
}
