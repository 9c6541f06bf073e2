using Port143.Mail;
using Port143.Protocol.Imap.Commands;
using Port143.Server.Commands.List;
using Port143.Server.Sessions;
using Port143.Storage;

namespace Port143.Server.Commands;

/// <summary>
/// LSUB (RFC 3501 section 6.3.9). With <c>%</c>, a level above a subscribed name is told as \Noselect although it is not
/// subscribed itself.
/// </summary>
internal static class LsubHandler
{
    public static async ValueTask<CommandResult> RunAsync(ImapSession session, LsubCommand command, CancellationToken cancel)
    {
        var pattern = new MailboxPattern(command.Reference, command.Pattern);
        MailboxList list = (await VisibleMailboxes.ReadAsync(session, [pattern], cancel).ConfigureAwait(false)).List;
        Dictionary<MailboxName, ListEntry> entries = ListEntry.Collect(list).ToDictionary(e => e.Name);
        var told = new HashSet<MailboxName>();
        foreach (MailboxName name in list.Subscriptions.Order())
        {
            if (pattern.Matches(name))
            {
                if (told.Add(name))
                {
                    Write(session, name, entries[name].Attributes(withSubscribed: false).Replace("\\NonExistent ", "", StringComparison.Ordinal));
                }
                continue;
            }
            for (MailboxName? parent = name.Parent; parent is not null; parent = parent.Parent)
            {
                if (pattern.Matches(parent) && !list.Subscriptions.Contains(parent) && told.Add(parent))
                {
                    Write(session, parent, "\\Noselect");
                }
            }
        }
        return CommandResult.Ok("LSUB completed");
    }

    private static void Write(ImapSession session, MailboxName name, string attributes) =>
        session.Writer.Raw("* LSUB ("u8).Ascii(attributes).Raw(") \"/\" "u8).Mailbox(name.Value).CrLf();
}
