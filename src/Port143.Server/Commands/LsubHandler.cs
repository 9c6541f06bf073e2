using Port143.Mail;
using Port143.Protocol.Imap.Commands;
using Port143.Server.Commands.List;
using Port143.Server.Referrals;
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
        await WriteAsync(session, command.Reference, command.Pattern, withRemote: false, cancel).ConfigureAwait(false);
        return CommandResult.Ok("LSUB completed");
    }

    /// <summary>
    /// RLSUB (RFC 2193 section 5.2). Who subscribes to a mailbox on another server does it there; so that its users find them,
    /// all of them are told here.
    /// </summary>
    public static async ValueTask<CommandResult> RunRemoteAsync(ImapSession session, RLsubCommand command, CancellationToken cancel)
    {
        await WriteAsync(session, command.Reference, command.Pattern, withRemote: true, cancel).ConfigureAwait(false);
        return CommandResult.Ok("RLSUB completed");
    }

    private static async ValueTask WriteAsync(
        ImapSession session, string reference, string text, bool withRemote, CancellationToken cancel)
    {
        var pattern = new MailboxPattern(reference, text);
        MailboxList list = (await VisibleMailboxes.ReadAsync(session, [pattern], cancel).ConfigureAwait(false)).List;
        HashSet<MailboxName> remote = withRemote ? [.. Referral.NamesBeside(session, list)] : [];
        Dictionary<MailboxName, ListEntry> entries = ListEntry.Collect(list, remote).ToDictionary(e => e.Name);
        var told = new HashSet<MailboxName>();
        foreach (MailboxName name in list.Subscriptions.Union(remote).Order())
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
                if (pattern.Matches(parent) && !list.Subscriptions.Contains(parent) && !remote.Contains(parent) && told.Add(parent))
                {
                    Write(session, parent, "\\Noselect");
                }
            }
        }
    }

    private static void Write(ImapSession session, MailboxName name, string attributes) =>
        session.Writer.Raw("* LSUB ("u8).Ascii(attributes).Raw(") \"/\" "u8).Mailbox(name.Value).CrLf();
}
