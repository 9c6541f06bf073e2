using Port143.Mail;
using Port143.Protocol.Imap.Commands;
using Port143.Server.Referrals;
using Port143.Server.Sessions;

namespace Port143.Server.Commands;

/// <summary>MYRIGHTS (RFC 4314 section 3.5), and the MYRIGHTS responses of LIST RETURN (MYRIGHTS) (RFC 8440).</summary>
internal static class MyRightsHandler
{
    public static async ValueTask<CommandResult> RunAsync(ImapSession session, MyRightsCommand command, CancellationToken cancel)
    {
        MailboxView? mailbox = MailboxName.TryCreate(command.Mailbox, out MailboxName? name, out _)
            ? await MailboxArgument.LookUpAsync(session, name, cancel).ConfigureAwait(false)
            : null;
        if (mailbox is null && name is not null && Referral.OfMailbox(session, name) is { } elsewhere)
        {
            return elsewhere;
        }
        if (mailbox is null || (mailbox.Rights & CommandRights.MyRightsAny) == 0)
        {
            return MailboxArgument.Missing(null);
        }
        Write(session, mailbox);
        return CommandResult.Ok("MYRIGHTS completed");
    }

    public static void Write(ImapSession session, MailboxView mailbox) =>
        session.Writer.Raw("* MYRIGHTS "u8).Mailbox(mailbox.Name.Value).Space()
            .Ascii(MailboxRightsText.ToLetters(mailbox.Rights)).CrLf();
}
