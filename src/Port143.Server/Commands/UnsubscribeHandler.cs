using Port143.Mail;
using Port143.Protocol.Imap.Commands;
using Port143.Server.Referrals;
using Port143.Server.Sessions;
using Port143.Storage;

namespace Port143.Server.Commands;

/// <summary>UNSUBSCRIBE (RFC 9051 section 6.3.8). The mailbox may be gone; a name that is not subscribed is fine too.</summary>
internal static class UnsubscribeHandler
{
    public static async ValueTask<CommandResult> RunAsync(ImapSession session, UnsubscribeCommand command, CancellationToken cancel)
    {
        if (!MailboxArgument.TryName(command.Mailbox, out MailboxName name, out CommandResult refusal))
        {
            return refusal;
        }
        if (Referral.OfMailbox(session, name) is { } elsewhere
            && !(await MailboxArgument.ListAsync(session, session.AccountId, cancel).ConfigureAwait(false)).Subscriptions.Contains(name)
            && await MailboxArgument.LookUpAsync(session, name, cancel).ConfigureAwait(false) is null)
        {
            return elsewhere; // a subscription from before the mailbox went there can still be taken back here
        }
        await session.Services.Storage.CommitAsync(session.AccountId, new SubscribeChange(name, false), cancel).ConfigureAwait(false);
        return CommandResult.Ok("UNSUBSCRIBE completed");
    }
}
