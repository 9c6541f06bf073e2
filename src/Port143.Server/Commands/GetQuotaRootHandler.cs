using Port143.Mail;
using Port143.Protocol.Imap.Commands;
using Port143.Server.Commands.Quotas;
using Port143.Server.Sessions;

namespace Port143.Server.Commands;

/// <summary>
/// GETQUOTAROOT (RFC 9208 section 4.1.2). The mailbox need not exist. A mailbox of another account has no quota root here:
/// what its owner uses is not for its readers.
/// </summary>
internal static class GetQuotaRootHandler
{
    public static async ValueTask<CommandResult> RunAsync(ImapSession session, GetQuotaRootCommand command, CancellationToken cancel)
    {
        if (!MailboxArgument.TryName(command.Mailbox, out MailboxName name, out CommandResult refusal))
        {
            return refusal;
        }
        session.Writer.Raw("* QUOTAROOT "u8).Mailbox(name.Value);
        if (SharedNamespace.IsReserved(name))
        {
            session.Writer.CrLf();
            return CommandResult.Ok("GETQUOTAROOT completed");
        }
        session.Writer.Space().String(QuotaRoot.Name).CrLf();
        await QuotaRoot.WriteAsync(session, cancel).ConfigureAwait(false);
        return CommandResult.Ok("GETQUOTAROOT completed");
    }
}
