using Port143.Protocol.Imap;
using Port143.Protocol.Imap.Commands;
using Port143.Server.Commands.Quotas;
using Port143.Server.Sessions;

namespace Port143.Server.Commands;

/// <summary>GETQUOTA (RFC 9208 section 4.1.1).</summary>
internal static class GetQuotaHandler
{
    public static async ValueTask<CommandResult> RunAsync(ImapSession session, GetQuotaCommand command, CancellationToken cancel)
    {
        if (command.Root != QuotaRoot.Name)
        {
            return CommandResult.No("There is no such quota root", ResponseCode.NonExistent);
        }
        await QuotaRoot.WriteAsync(session, cancel).ConfigureAwait(false);
        return CommandResult.Ok("GETQUOTA completed");
    }
}
