using Port143.Mail;
using Port143.Protocol.Imap;
using Port143.Protocol.Imap.Commands;
using Port143.Server.Sessions;
using Port143.Storage;

namespace Port143.Server.Commands;

/// <summary>COPY (RFC 9051 section 6.4.7).</summary>
internal static class CopyHandler
{
    public static async ValueTask<CommandResult> RunAsync(ImapSession session, CopyCommand command, CancellationToken cancel)
    {
        SelectedMailbox selected = session.Selected!;
        if (!MessageSet.TryResolve(selected, command.Set, command.Uid, out UidSet uids))
        {
            return MessageSet.NoSuchNumber;
        }
        (MailboxInfo? target, CommandResult refusal) = await MailboxArgument.FindAsync(session, command.Mailbox, true, cancel)
            .ConfigureAwait(false);
        if (target is null)
        {
            return refusal;
        }
        CopyResult result = await session.Services.Storage.CommitAsync(
            session.AccountId, new CopyChange(selected.Index.Id, uids, target.Id, Move: false), cancel).ConfigureAwait(false);
        if (!result.Succeeded)
        {
            return MailboxArgument.Refuse(result.Failure);
        }
        return result.SourceUids.IsEmpty
            ? CommandResult.Ok("There was nothing to copy")
            : CommandResult.Ok("COPY completed", ResponseCode.CopyUid(result.UidValidity, result.SourceUids, result.TargetUids));
    }
}
