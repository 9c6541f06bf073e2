using System.Text;
using Port143.Mail;
using Port143.Protocol.Imap;
using Port143.Protocol.Imap.Commands;
using Port143.Server.Sessions;

namespace Port143.Server.Commands;

/// <summary>GETACL (RFC 4314 section 3.3). The owner is always named, first where no entry of his own is kept.</summary>
internal static class GetAclHandler
{
    public static async ValueTask<CommandResult> RunAsync(ImapSession session, GetAclCommand command, CancellationToken cancel)
    {
        (MailboxView? mailbox, CommandResult refusal) = await MailboxArgument.FindAsync(
            session, command.Mailbox, false, CommandRights.Acl, cancel).ConfigureAwait(false);
        if (mailbox is null)
        {
            return refusal;
        }
        ResponseWriter writer = session.Writer;
        writer.Raw("* ACL "u8).Mailbox(mailbox.Name.Value);
        AccessControlList acl = mailbox.Info.Acl;
        AclIdentifier owner = AclIdentifier.Of(mailbox.Owner);
        if (!acl.Contains(owner))
        {
            Write(writer, new AclEntry(owner, MailboxRights.All));
        }
        foreach (AclEntry entry in acl.Entries)
        {
            Write(writer, entry);
        }
        writer.CrLf();
        return CommandResult.Ok("GETACL completed");
    }

    private static void Write(ResponseWriter writer, AclEntry entry) =>
        writer.Space().AString(Encoding.UTF8.GetBytes(entry.Identifier.ToString()))
            .Space().Ascii(MailboxRightsText.ToLetters(entry.Rights));
}
