using Port143.Mail;
using Port143.Protocol.Imap;
using Port143.Protocol.Imap.Commands;
using Port143.Server.Extensions;
using Port143.Server.Sessions;
using Port143.Storage;

namespace Port143.Server.Commands;

/// <summary>What COPY and MOVE share: from a set and a name to a change.</summary>
internal static class MessageTransfer
{
    /// <summary>
    /// Copies or moves; the result is null when the command is refused, and the refusal says why. MOVE may be for the highest UIDs
    /// only, which <see cref="MessageLimit"/> then says.
    /// </summary>
    public static async ValueTask<(CopyResult? Result, CommandResult Refusal, ResponseCode? Exceeded)> RunAsync(
        ImapSession session, SequenceSet set, bool uid, string mailbox, bool move, CancellationToken cancel)
    {
        SelectedMailbox selected = session.Selected!;
        if (!MessageSet.TryResolve(selected, set, uid, out UidSet uids))
        {
            return (null, MessageSet.NoSuchNumber, null);
        }
        ResponseCode? exceeded = null;
        if (move)
        {
            uids = MessageLimit.Take(session, uids, out exceeded);
        }
        else if (MessageLimit.RefuseCopy(session, uids) is { } tooMany)
        {
            return (null, tooMany, null);
        }
        (MailboxView? target, CommandResult refusal) = await MailboxArgument.FindAsync(session, mailbox, true, CommandRights.CopyTo, cancel).ConfigureAwait(false);
        if (target is null)
        {
            return (null, refusal, null);
        }
        CopyResult result = target.Account != selected.Account
            ? await new AccountTransfer(session, selected, target).RunAsync(uids, move, cancel).ConfigureAwait(false)
            : await Progress.CommitAsync(
                session, selected.Account, new CopyChange(
                    selected.Index.Id, uids, target.Id, move, target.Rights, selected.Reader, target.Reader), cancel).ConfigureAwait(false);
        if (!result.Succeeded)
        {
            return (null, MailboxArgument.Refuse(result.Failure), null);
        }
        if (!result.SourceUids.IsEmpty)
        {
            session.Notifications?.OnOwnMessages(target);
        }
        return (result, default, exceeded);
    }
}
