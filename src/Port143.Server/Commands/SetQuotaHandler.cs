using Port143.Protocol.Imap;
using Port143.Protocol.Imap.Commands;
using Port143.Server.Commands.Quotas;
using Port143.Server.Sessions;
using Port143.Storage;

namespace Port143.Server.Commands;

/// <summary>SETQUOTA (RFC 9208 section 4.1.3): for the administrator, unless the configuration lets owners do it.</summary>
internal static class SetQuotaHandler
{
    public static async ValueTask<CommandResult> RunAsync(ImapSession session, SetQuotaCommand command, CancellationToken cancel)
    {
        if (command.Root != QuotaRoot.Name)
        {
            return CommandResult.No("There is no such quota root", ResponseCode.NonExistent);
        }
        if (!session.Services.Options.OwnersSetQuota)
        {
            return CommandResult.No("Limits are set by the administrator", ResponseCode.NoPerm);
        }
        QuotaLimits? limits = QuotaLimits.None;
        foreach (QuotaLimit limit in command.Limits)
        {
            limits = QuotaRoot.With(limits, limit.Resource, limit.Limit);
            if (limits is null)
            {
                return CommandResult.No("There is no such resource, or the limit is too large", ResponseCode.Cannot);
            }
        }
        MailboxResult result = await session.Services.Storage.CommitAsync(session.AccountId, new SetQuotaChange(limits), cancel)
            .ConfigureAwait(false);
        if (!result.Succeeded)
        {
            return MailboxArgument.Refuse(result.Failure);
        }
        await session.Services.Directory.NoteAsync(
            $"account {session.Account!.Address}", "quota", session.Account, limits.ToString(), cancel).ConfigureAwait(false);
        await QuotaRoot.WriteAsync(session, cancel).ConfigureAwait(false);
        return CommandResult.Ok("SETQUOTA completed");
    }
}
