using Port143.Mail;
using Port143.Protocol.Imap;
using Port143.Server.Referrals;
using Port143.Server.Sessions;
using Port143.Storage;

namespace Port143.Server.Commands;

/// <summary>Turns the mailbox that a command names into one that exists, or into the refusal that says why not.</summary>
internal static class MailboxArgument
{
    /// <summary>A valid name; if it is not, <paramref name="refusal"/> says why.</summary>
    public static bool TryName(string text, out MailboxName name, out CommandResult refusal)
    {
        refusal = default;
        if (MailboxName.TryCreate(text, out MailboxName? made, out string? error))
        {
            name = made;
            return true;
        }
        name = MailboxName.Inbox;
        refusal = CommandResult.No($"That mailbox name cannot be: {error}", ResponseCode.Cannot);
        return false;
    }

    /// <summary>
    /// The mailbox of this name that the session may read. A command that does something else with it asks for the right that
    /// <see cref="CommandRights"/> names.
    /// </summary>
    public static ValueTask<(MailboxView? Mailbox, CommandResult Refusal)> FindAsync(
        ImapSession session, string text, bool isTarget, CancellationToken cancel) =>
        FindAsync(session, text, isTarget, isTarget ? CommandRights.Append : CommandRights.Select, cancel);

    /// <summary>
    /// The mailbox of this name, if the session has all of <paramref name="needed"/>; or the refusal NO [NONEXISTENT], for
    /// targets of mail NO [TRYCREATE], NO [REFERRAL] for what is on another server, or NO [NOPERM]. Who may not look a mailbox up is told that it is not there
    /// (RFC 4314 section 6).
    /// </summary>
    public static async ValueTask<(MailboxView? Mailbox, CommandResult Refusal)> FindAsync(
        ImapSession session, string text, bool isTarget, MailboxRights needed, CancellationToken cancel)
    {
        // A name that cannot exist does not exist; a client may try to create it and learn why it cannot.
        MailboxView? mailbox = MailboxName.TryCreate(text, out MailboxName? name, out _)
            ? await LookUpAsync(session, name, cancel).ConfigureAwait(false)
            : null;
        if (mailbox is not null && mailbox.Has(needed))
        {
            return (mailbox, default);
        }
        if (mailbox is null && name is not null && Referral.OfMailbox(session, name) is { } elsewhere)
        {
            return (null, elsewhere);
        }
        // TRYCREATE only for own names: for others' it would tell which mailboxes there are.
        return (null, Missing(mailbox, isTarget && name is not null && !SharedNamespace.IsReserved(name)));
    }

    /// <summary>The reply to somebody who wants a mailbox that is not there, or one that he has no right to do this with.</summary>
    public static CommandResult Missing(MailboxView? mailbox, bool isTarget = false) =>
        mailbox is not null && mailbox.Has(CommandRights.List)
            ? CommandResult.No("You have no right to do that with this mailbox", ResponseCode.NoPerm)
            : CommandResult.No(
                "There is no such mailbox", isTarget ? ResponseCode.TryCreate : ResponseCode.NonExistent);

    /// <summary>The mailbox of this name, whatever the session may do with it; null when there is none.</summary>
    public static async ValueTask<MailboxView?> LookUpAsync(ImapSession session, MailboxName name, CancellationToken cancel)
    {
        MailboxList own = await ListAsync(session, session.AccountId, cancel).ConfigureAwait(false);
        if (own.Find(name) is { } mailbox)
        {
            return MailboxView.Own(session, mailbox);
        }
        if (!SharedNamespace.TrySplit(name, out AccountAddress? address, out MailboxName? inner)
            || await session.Services.Directory.FindAsync(address, cancel).ConfigureAwait(false) is not { } owner
            || owner.Id == session.AccountId || !session.Scope.SeesOthers)
        {
            return null;
        }
        MailboxList list = await ListAsync(session, owner.Id, cancel).ConfigureAwait(false);
        return list.Find(inner) is { } shared ? MailboxView.Others(session, owner, shared) : null;
    }

    /// <summary>The list of an account as it is now, changes of other processes included; of the own one what the scope shows.</summary>
    public static async ValueTask<MailboxList> ListAsync(ImapSession session, AccountId account, CancellationToken cancel)
    {
        await session.Services.Indexes.RefreshAsync(account, cancel).ConfigureAwait(false);
        MailboxList list = await session.Services.Storage.ListMailboxesAsync(account, cancel).ConfigureAwait(false);
        return account == session.AccountId ? session.Scope.Limit(list) : list;
    }

    /// <summary>The reply to a change that was refused: the one mapping from failures to NO.</summary>
    public static CommandResult Refuse(ChangeFailure failure) => failure switch
    {
        ChangeFailure.NoMailbox or ChangeFailure.NoAccount => CommandResult.No("There is no such mailbox", ResponseCode.NonExistent),
        ChangeFailure.NoTarget => CommandResult.No("The target mailbox does not exist or cannot be made", ResponseCode.TryCreate),
        ChangeFailure.NoMessage => CommandResult.No("That message is expunged already", ResponseCode.ExpungeIssued),
        ChangeFailure.AlreadyExists => CommandResult.No("A mailbox of that name exists already", ResponseCode.AlreadyExists),
        ChangeFailure.IsInbox => CommandResult.No("INBOX cannot be deleted", ResponseCode.Cannot),
        ChangeFailure.TooManyKeywords => CommandResult.No($"A mailbox has at most {FlagSet.MaxKeywords} keywords", ResponseCode.Limit),
        ChangeFailure.UidsExhausted => CommandResult.No("The mailbox has no UIDs left; use another one", ResponseCode.Limit),
        ChangeFailure.SpecialUseTaken => CommandResult.No("Another mailbox has that special use", ResponseCode.UseAttr),
        ChangeFailure.TooManyAnnotations => CommandResult.No("The mailbox or the account has its fill of annotations", ResponseCode.MetadataTooMany),
        ChangeFailure.TooManyAclEntries =>
            CommandResult.No($"An access control list has at most {AccessControlList.MaxEntries} entries", ResponseCode.Limit),
        ChangeFailure.OverQuota => CommandResult.No("That is more than this account may use", ResponseCode.OverQuota),
        ChangeFailure.DiskFull => CommandResult.No("The disk of the server is full", ResponseCode.OverQuota),
        _ => throw new ArgumentOutOfRangeException(nameof(failure), failure, null),
    };
}
