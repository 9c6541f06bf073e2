using System.Text;
using Port143.Mail;
using Port143.Protocol.Imap;
using Port143.Protocol.Imap.Commands;
using Port143.Server.Sessions;

namespace Port143.Server.Commands;

/// <summary>LISTRIGHTS (RFC 4314 section 3.4): no rights are tied together; only the owner has some whatever is set.</summary>
internal static class ListRightsHandler
{
    public static async ValueTask<CommandResult> RunAsync(ImapSession session, ListRightsCommand command, CancellationToken cancel)
    {
        (MailboxView? mailbox, CommandResult refusal) = await MailboxArgument.FindAsync(
            session, command.Mailbox, false, CommandRights.Acl, cancel).ConfigureAwait(false);
        if (mailbox is null || !AclArgument.TryRead(command.Identifier, mailbox, out _, out bool isOwner, out refusal))
        {
            return refusal;
        }
        MailboxRights always = isOwner ? AccessControlList.OwnerKeeps : MailboxRights.None;
        ResponseWriter writer = session.Writer;
        // The identifier comes back as it was sent, so that the client knows it again.
        writer.Raw("* LISTRIGHTS "u8).Mailbox(mailbox.Name.Value).Space().AString(Encoding.UTF8.GetBytes(command.Identifier)).Space()
            .AString(Encoding.ASCII.GetBytes(MailboxRightsText.ToLetters(always)));
        foreach (string letter in MailboxRightsText.OneByOne(MailboxRights.All & ~always))
        {
            writer.Space().Ascii(letter);
        }
        writer.CrLf();
        return CommandResult.Ok("LISTRIGHTS completed");
    }
}
