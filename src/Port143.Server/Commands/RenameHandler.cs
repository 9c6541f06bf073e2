using Port143.Mail;
using Port143.Protocol.Imap;
using Port143.Protocol.Imap.Commands;
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
        MailboxResult result = await session.Services.Storage.CommitAsync(
            session.AccountId, new RenameMailboxChange(from, to), cancel).ConfigureAwait(false);
        return result.Failure switch
        {
            ChangeFailure.None => CommandResult.Ok("RENAME completed"),
            ChangeFailure.NoTarget => CommandResult.No("The mailbox cannot have that name", ResponseCode.Cannot),
            _ => MailboxArgument.Refuse(result.Failure),
        };
    }
}
