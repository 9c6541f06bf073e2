using Port143.Mail;
using Port143.Protocol.Imap.Commands;
using Port143.Server.Commands.List;
using Port143.Server.Referrals;
using Port143.Server.Sessions;
using Port143.Storage;

namespace Port143.Server.Commands;

/// <summary>DELETE (RFC 9051 section 6.3.5). A client's own selected mailbox is closed first.</summary>
internal static class DeleteHandler
{
    public static async ValueTask<CommandResult> RunAsync(ImapSession session, DeleteCommand command, CancellationToken cancel)
    {
        if (!MailboxArgument.TryName(command.Mailbox, out MailboxName name, out CommandResult refusal))
        {
            return refusal;
        }
        MailboxView? deleted = await MailboxArgument.LookUpAsync(session, name, cancel).ConfigureAwait(false);
        if (deleted is null && Referral.OfMailbox(session, name) is { } elsewhere)
        {
            return elsewhere;
        }
        if (deleted is null || !deleted.Has(CommandRights.Delete))
        {
            return MailboxArgument.Missing(deleted);
        }
        MailboxResult result = await Progress.CommitAsync(
            session, deleted.Account, new DeleteMailboxChange(deleted.Info.Name), cancel).ConfigureAwait(false);
        if (!result.Succeeded)
        {
            return MailboxArgument.Refuse(result.Failure);
        }
        await Sharing.SyncAsync(session.Services, deleted.Account, cancel).ConfigureAwait(false);
        await ListNews.TellNormalizedAsync(session, name, command.Mailbox, null, cancel).ConfigureAwait(false);
        // Its id tells whether it is the one selected: another session may have renamed it since.
        if (session.Selected is { } selected && selected.Index.Id == deleted.Id && selected.Account == deleted.Account)
        {
            session.Unselect();
            session.Writer.Raw("* OK [CLOSED] The selected mailbox was deleted\r\n"u8);
        }
        return CommandResult.Ok("DELETE completed");
    }
}
