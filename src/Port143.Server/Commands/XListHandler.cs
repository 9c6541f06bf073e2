using System.Collections.Frozen;
using Port143.Mail;
using Port143.Protocol.Imap.Commands;
using Port143.Server.Commands.List;
using Port143.Server.Sessions;

namespace Port143.Server.Commands;

/// <summary>
/// XLIST, from before RFC 6154: LIST whose attributes say what a mailbox is for, with \Inbox, and with \Spam, \AllMail and
/// \Starred beside the names that they got later.
/// </summary>
internal static class XListHandler
{
    public static async ValueTask<CommandResult> RunAsync(ImapSession session, XListCommand command, CancellationToken cancel)
    {
        var pattern = new MailboxPattern(command.Reference, command.Pattern);
        VisibleMailboxes visible = await VisibleMailboxes.ReadAsync(session, [pattern], cancel).ConfigureAwait(false);
        foreach (ListEntry entry in ListEntry.Collect(visible.List, FrozenSet<MailboxName>.Empty))
        {
            if ((entry.Exists || entry.HasChildren) && pattern.Matches(entry.Name))
            {
                session.Writer.Raw("* XLIST ("u8).Ascii(entry.Attributes(withSubscribed: false) + OldNames(entry)).Raw(") \"/\" "u8)
                    .Mailbox(entry.Name.Value).CrLf();
            }
        }
        return CommandResult.Ok("XLIST completed");
    }

    private static string OldNames(ListEntry entry)
    {
        SpecialUse use = entry.Mailbox?.SpecialUse ?? SpecialUse.None;
        return (entry.Name.IsInbox ? " \\Inbox" : "")
            + ((use & SpecialUse.Junk) != 0 ? " \\Spam" : "")
            + ((use & SpecialUse.All) != 0 ? " \\AllMail" : "")
            + ((use & SpecialUse.Flagged) != 0 ? " \\Starred" : "");
    }
}
