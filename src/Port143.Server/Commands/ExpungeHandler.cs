using Port143.Mail;
using Port143.Protocol.Imap;
using Port143.Protocol.Imap.Commands;
using Port143.Server.Extensions;
using Port143.Server.Sessions;
using Port143.Storage;

namespace Port143.Server.Commands;

/// <summary>EXPUNGE (RFC 9051 section 6.4.3) and UID EXPUNGE (section 6.4.9). The publisher tells what is gone.</summary>
internal static class ExpungeHandler
{
    public static async ValueTask<CommandResult> RunAsync(ImapSession session, ExpungeCommand command, CancellationToken cancel)
    {
        SelectedMailbox selected = session.Selected!;
        if (selected.ReadOnly)
        {
            return CommandResult.No("The mailbox is selected read-only");
        }
        if ((selected.Rights & CommandRights.Expunge) == 0)
        {
            return CommandResult.No("You have no right to expunge here", ResponseCode.NoPerm);
        }
        UidSet uids = selected.Numbers.ToUidSet();
        ResponseCode? exceeded = null;
        if (command.Uids is { } set)
        {
            if (!MessageSet.TryResolve(selected, set, uid: true, out uids))
            {
                return MessageSet.NoSuchNumber;
            }
            uids = MessageLimit.TakeDeleted(session, selected, uids, out exceeded); // never for EXPUNGE: RFC 9738 section 3.1
        }
        ExpungeResult result = await Progress.CommitAsync(
            session, selected.Account, new ExpungeChange(selected.Index.Id, uids), cancel).ConfigureAwait(false);
        if (!result.Succeeded)
        {
            return MailboxArgument.Refuse(result.Failure);
        }
        Publisher.TellOwnExpunged(session, selected, result.Expunged);
        // RFC 7162 section 3.2.7: a client that wants MODSEQs learns the one of the expunge.
        bool tellsModSeq = session.Condstore && !result.Expunged.IsEmpty;
        var done = CommandResult.Ok("EXPUNGE completed", tellsModSeq ? ResponseCode.HighestModSeq(result.ModSeq) : null);
        return MessageLimit.End(session, done, exceeded);
    }
}
