using Port143.Mail;
using Port143.Protocol.Imap;
using Port143.Protocol.Imap.Commands;
using Port143.Server.Commands.List;
using Port143.Server.Referrals;
using Port143.Server.Sessions;
using Port143.Storage;

namespace Port143.Server.Commands;

/// <summary>RENAME (RFC 9051 section 6.3.6).</summary>
internal static class RenameHandler
{
    public static async ValueTask<CommandResult> RunAsync(ImapSession session, RenameCommand command, CancellationToken cancel)
    {
        if (!MailboxArgument.TryName(command.From, out MailboxName from, out CommandResult refusal)
            || !MailboxArgument.TryName(command.To, out MailboxName to, out refusal))
        {
            return refusal;
        }
        MailboxView? source = await MailboxArgument.LookUpAsync(session, from, cancel).ConfigureAwait(false);
        MailboxView? taken = await MailboxArgument.LookUpAsync(session, to, cancel).ConfigureAwait(false);
        if (Referral.OfRename(session, from, source is not null, to, taken is not null) is { } elsewhere)
        {
            return elsewhere;
        }
        // A level that is no mailbox has no rights of its own: only in the own namespace can it be renamed.
        bool isOwnLevel = source is null && !SharedNamespace.IsReserved(from);
        if (!isOwnLevel && (source is null || !source.Has(CommandRights.Rename)))
        {
            return MailboxArgument.Missing(source);
        }
        AccountId account = source?.Account ?? session.AccountId;
        (NewName? made, refusal) = await NewName.FindAsync(session, to, cancel).ConfigureAwait(false);
        if (made is null)
        {
            return refusal;
        }
        if (made.Account != account)
        {
            return CommandResult.No("A mailbox stays with its owner: copy its messages instead", ResponseCode.Cannot);
        }
        if (source is { IsOwn: false, Info.Name.IsInbox: true })
        {
            return CommandResult.No("Another's INBOX stays what it is", ResponseCode.Cannot);
        }
        if (await FindFixedBelowAsync(session, source, cancel).ConfigureAwait(false))
        {
            return CommandResult.No("You have no right to rename a mailbox below it", ResponseCode.NoPerm);
        }
        MailboxResult result = await Progress.CommitAsync(
            session, account, new RenameMailboxChange(source?.Info.Name ?? from, made.Inner), cancel).ConfigureAwait(false);
        if (result.Succeeded)
        {
            await Sharing.SyncAsync(session.Services, account, cancel).ConfigureAwait(false);
            await ListNews.TellNormalizedAsync(session, to, command.From, command.To, cancel).ConfigureAwait(false);
        }
        return result.Failure switch
        {
            ChangeFailure.None => CommandResult.Ok("RENAME completed"),
            ChangeFailure.NoTarget => CommandResult.No("The mailbox cannot have that name", ResponseCode.Cannot),
            _ => MailboxArgument.Refuse(result.Failure),
        };
    }

    // Mailboxes below go along, so the right is needed for each of them.
    private static async ValueTask<bool> FindFixedBelowAsync(ImapSession session, MailboxView? source, CancellationToken cancel)
    {
        if (source is null or { IsOwn: true })
        {
            return false;
        }
        MailboxList list = await session.Services.Storage.ListMailboxesAsync(source.Account, cancel).ConfigureAwait(false);
        return list.Mailboxes.Any(m => m.Name.IsBelow(source.Info.Name)
            && (m.Acl.RightsOf(session.Account!.Address) & CommandRights.Rename) == 0);
    }
}
