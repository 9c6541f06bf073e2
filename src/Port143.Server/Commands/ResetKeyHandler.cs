using Port143.Protocol.Imap;
using Port143.Protocol.Imap.Commands;
using Port143.Server.Sessions;
using Port143.Storage;

namespace Port143.Server.Commands;

/// <summary>RESETKEY (RFC 4467): URLs with authorization that were made before are worth nothing any more.</summary>
internal static class ResetKeyHandler
{
    public static async ValueTask<CommandResult> RunAsync(ImapSession session, ResetKeyCommand command, CancellationToken cancel)
    {
        IMailStorage storage = session.Services.Storage;
        if (command.Mailbox is null)
        {
            UrlKeyResult all = await storage.CommitAsync(session.AccountId, new UrlKeyChange(null, default, false), cancel).ConfigureAwait(false);
            if (!all.Succeeded)
            {
                return MailboxArgument.Refuse(all.Failure);
            }
            session.Services.UrlKeyResets.Add(session.AccountId, null);
            return CommandResult.Ok("All keys are removed");
        }
        if (command.Mechanisms.Any(m => m != UrlAuth.Mechanism))
        {
            return CommandResult.No("INTERNAL is the only mechanism", ResponseCode.Cannot);
        }
        (MailboxView? mailbox, CommandResult refusal) = await MailboxArgument.FindAsync(session, command.Mailbox, false, cancel).ConfigureAwait(false);
        if (mailbox is null)
        {
            return refusal;
        }
        if (!mailbox.IsOwn)
        {
            return CommandResult.No("Only the owner of a mailbox has a key to it", ResponseCode.NoPerm);
        }
        UrlKeyResult result = await storage.CommitAsync(
            mailbox.Account, new UrlKeyChange(mailbox.Id, UrlAuth.NewKey(), OnlyIfNone: false), cancel).ConfigureAwait(false);
        if (!result.Succeeded)
        {
            return MailboxArgument.Refuse(result.Failure);
        }
        long reset = session.Services.UrlKeyResets.Add(mailbox.Account, mailbox.Id);
        if (session.Selected is { } selected && selected.UrlKeyReset == reset - 1)
        {
            selected.UrlKeyReset = reset; // the tagged response says it
        }
        return CommandResult.Ok("The mailbox has a new key", ResponseCode.UrlMech);
    }
}
