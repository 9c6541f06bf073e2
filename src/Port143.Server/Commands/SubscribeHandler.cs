using Port143.Mail;
using Port143.Protocol.Imap.Commands;
using Port143.Server.Sessions;
using Port143.Storage;

namespace Port143.Server.Commands;

/// <summary>SUBSCRIBE (RFC 9051 section 6.3.7).</summary>
internal static class SubscribeHandler
{
    public static async ValueTask<CommandResult> RunAsync(ImapSession session, SubscribeCommand command, CancellationToken cancel)
    {
        (MailboxView? mailbox, CommandResult refusal) = await MailboxArgument.FindAsync(session, command.Mailbox, false, CommandRights.Subscribe, cancel)
            .ConfigureAwait(false);
        if (mailbox is null)
        {
            return refusal;
        }
        await session.Services.Storage.CommitAsync(session.AccountId, new SubscribeChange(mailbox.Name, true), cancel).ConfigureAwait(false);
        return CommandResult.Ok("SUBSCRIBE completed");
    }
}
