using Port143.Protocol.Imap;
using Port143.Protocol.Imap.Commands;
using Port143.Server.Sessions;

namespace Port143.Server.Commands;

/// <summary>COPY (RFC 9051 section 6.4.7).</summary>
internal static class CopyHandler
{
    public static async ValueTask<CommandResult> RunAsync(ImapSession session, CopyCommand command, CancellationToken cancel)
    {
        (Storage.CopyResult? result, CommandResult refusal, _) = await MessageTransfer.RunAsync(
            session, command.Set, command.Uid, command.Mailbox, move: false, cancel).ConfigureAwait(false);
        return result is null ? refusal
            : result.SourceUids.IsEmpty ? CommandResult.Ok("There was nothing to copy")
            : CommandResult.Ok("COPY completed", ResponseCode.CopyUid(result.UidValidity, result.SourceUids, result.TargetUids));
    }
}
