using Port143.Protocol.Imap;
using Port143.Protocol.Imap.Commands;
using Port143.Server.Extensions;
using Port143.Server.Sessions;

namespace Port143.Server.Commands;

/// <summary>MOVE (RFC 9051 section 6.4.8, RFC 6851): one change, so no message is ever in both mailboxes or in none.</summary>
internal static class MoveHandler
{
    public static async ValueTask<CommandResult> RunAsync(ImapSession session, MoveCommand command, CancellationToken cancel)
    {
        if (session.Selected!.ReadOnly)
        {
            return CommandResult.No("The mailbox is selected read-only");
        }
        if ((session.Selected.Rights & CommandRights.MoveFrom) != CommandRights.MoveFrom)
        {
            return CommandResult.No("You have no right to take messages away here", ResponseCode.NoPerm);
        }
        (Storage.CopyResult? result, CommandResult refusal, ResponseCode? exceeded) = await MessageTransfer.RunAsync(
            session, command.Set, command.Uid, command.Mailbox, move: true, cancel).ConfigureAwait(false);
        if (result is null)
        {
            return refusal;
        }
        if (result.SourceUids.IsEmpty)
        {
            return MessageLimit.End(session, CommandResult.Ok("There was nothing to move"), exceeded);
        }
        // COPYUID comes before the EXPUNGE lines, so that the client can pair them (RFC 6851 section 4.3).
        session.Writer.Raw("* OK ["u8)
            .Ascii(ResponseCode.CopyUid(result.UidValidity, result.SourceUids, result.TargetUids).Value).Raw("] Moved\r\n"u8);
        Publisher.TellOwnExpunged(session, session.Selected, result.SourceUids);
        var done = CommandResult.Ok("MOVE completed", session.Condstore ? ResponseCode.HighestModSeq(result.SourceModSeq) : null);
        return MessageLimit.End(session, done, exceeded);
    }
}
