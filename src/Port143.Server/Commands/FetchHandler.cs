using Port143.Mail;
using Port143.Protocol.Imap;
using Port143.Protocol.Imap.Commands;
using Port143.Protocol.Imap.Commands.Fetch;
using Port143.Server.Commands.Fetch;
using Port143.Server.Extensions;
using Port143.Server.Sessions;
using Port143.Storage;

namespace Port143.Server.Commands;

/// <summary>FETCH (RFC 9051 section 6.4.5) with CHANGEDSINCE and VANISHED (RFC 7162) and PARTIAL (RFC 9394). What an item is, its own file says.</summary>
internal static class FetchHandler
{
    public static async ValueTask<CommandResult> RunAsync(ImapSession session, FetchCommand command, CancellationToken cancel)
    {
        SelectedMailbox selected = session.Selected!;
        if (!MessageSet.TryResolve(selected, command.Set, command.Uid, out UidSet uids))
        {
            return MessageSet.NoSuchNumber;
        }
        if (command.Vanished && !session.Qresync)
        {
            return CommandResult.Bad("ENABLE QRESYNC first");
        }
        if (command.ChangedSince is not null || command.Items.Any(i => i is ModSeqItem))
        {
            EnableHandler.EnableCondstore(session);
        }
        if (command.Partial is { } range)
        {
            // First the range, then what changed in it: RFC 9394 section 3.4.
            (long start, long end) = range.Of(uids.UidCount);
            if (MessageLimit.Refuse(session, end - start) is { } tooMany)
            {
                return tooMany;
            }
            uids = uids.Slice(start, end - start);
        }
        if (command.ChangedSince is { } since)
        {
            if (command.Vanished && !command.Set.IsSavedResult)
            {
                UidSet named = command.Set.Resolve(Math.Max(1, selected.Index.State.UidNext - 1));
                await Qresync.TellVanishedAsync(session, selected, since, named, cancel).ConfigureAwait(false);
            }
            uids = selected.Index.FindChanged(uids, since);
        }
        // What did not change was not processed, so a client that resynchronises gets all it asks for if it can.
        uids = MessageLimit.Take(session, uids, out ResponseCode? exceeded);
        FetchPlan plan = FetchPlan.Make(command, session.UidOnly);
        UidSet nowSeen = UidSet.Empty;
        if (plan.SetsSeen && (selected.Rights & MailboxRights.Seen) != 0 && !uids.IsEmpty)
        {
            StoreResult seen = await Progress.CommitAsync(
                session, selected.Account, new StoreChange(selected.Index.Id, uids, FlagMode.Add, ["\\Seen"], Reader: selected.Reader) { Columns = selected.Index },
                cancel).ConfigureAwait(false);
            if (seen.Succeeded && !seen.Changed.IsEmpty)
            {
                nowSeen = seen.Changed;
                selected.Cursor.Told(seen.ModSeq);
            }
        }
        var runner = new FetchRunner(session, selected, plan, uids, nowSeen);
        if (plan.IsUidAlone && !command.Uid && exceeded is null)
        {
            await runner.RunUidsAsync().ConfigureAwait(false);
        }
        else
        {
            await runner.RunAsync(descending: exceeded is not null, cancel).ConfigureAwait(false);
        }
        if (plan.HasUnknownEncoding)
        {
            return MessageLimit.End(
                session, CommandResult.No("A part has a transfer encoding that cannot be taken off", ResponseCode.UnknownCte), exceeded);
        }
        if (!runner.MissedMessages || command.Uid)
        {
            return MessageLimit.End(session, CommandResult.Ok("FETCH completed"), exceeded);
        }
        const string Missed = "Some of the messages no longer exist: another session expunged them";
        return exceeded is null
            ? CommandResult.No(Missed, ResponseCode.ExpungeIssued)
            : MessageLimit.End(session, CommandResult.Ok(Missed, ResponseCode.ExpungeIssued), exceeded); // RFC 9738 section 3.1
    }
}
