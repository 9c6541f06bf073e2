using Port143.Mail;
using Port143.Protocol.Imap;
using Port143.Protocol.Imap.Commands;
using Port143.Server.Commands.List;
using Port143.Server.Commands.Metadata;
using Port143.Server.Referrals;
using Port143.Server.Sessions;
using Port143.Storage;

namespace Port143.Server.Commands;

/// <summary>
/// LIST (RFC 9051 section 6.3.9, LIST-EXTENDED of RFC 5258, SPECIAL-USE of RFC 6154, LIST-STATUS of RFC 5819,
/// LIST-METADATA of RFC 9590, LIST-MYRIGHTS of RFC 8440). Special uses
/// and children are always told: some clients look for them in the plain LIST only.
/// </summary>
internal static class ListHandler
{
    public static async ValueTask<CommandResult> RunAsync(ImapSession session, ListCommand command, CancellationToken cancel)
    {
        if (!command.IsExtended && command.Patterns[0].Length == 0)
        {
            // RFC 9051 section 6.3.9: an empty pattern asks for the separator and the root of the reference.
            session.Writer.Raw("* LIST (\\Noselect) \"/\" \"\"\r\n"u8);
            return CommandResult.Ok("LIST completed");
        }
        MailboxPattern[] patterns = [.. command.Patterns.Select(p => new MailboxPattern(command.Reference, p))];
        VisibleMailboxes visible = await VisibleMailboxes.ReadAsync(session, patterns, cancel).ConfigureAwait(false);
        MailboxList list = visible.List;
        HashSet<MailboxName> remote =
            (command.Selection & ListSelection.Remote) != 0 ? [.. Referral.NamesBeside(session, list)] : [];
        foreach (ListEntry entry in ListEntry.Collect(list, remote))
        {
            if (!patterns.Any(p => p.Matches(entry.Name)) || !IsSelected(command, entry, patterns, list, out bool childInfo))
            {
                continue;
            }
            Write(session.Writer, command, entry, childInfo);
            if (visible.Find(entry.Name) is { } mailbox && (!childInfo || IsOwnMatch(command, entry)))
            {
                if ((command.Return & ListReturn.MyRights) != 0)
                {
                    MyRightsHandler.Write(session, mailbox);
                }
                if ((command.Return & ListReturn.Status) != 0 && mailbox.Has(CommandRights.Status))
                {
                    await StatusHandler.WriteAsync(session, mailbox, command.StatusItems, cancel).ConfigureAwait(false);
                }
                if ((command.Return & ListReturn.Metadata) != 0 && mailbox.Has(CommandRights.GetMetadata))
                {
                    await new MetadataReader(session, null, MetadataDepth.Entry)
                        .WriteAsync(new MetadataTarget(mailbox.Account, mailbox), command.MetadataEntries, cancel).ConfigureAwait(false);
                }
            }
            if (session.Writer.Written > 64 * 1024)
            {
                await session.FlushAsync().ConfigureAwait(false);
            }
        }
        return CommandResult.Ok("LIST completed");
    }

    /// <summary>RLIST: LIST with what is on other servers (RFC 2193 section 5.1).</summary>
    public static async ValueTask<CommandResult> RunRemoteAsync(ImapSession session, RListCommand command, CancellationToken cancel)
    {
        var list = new ListCommand(
            command.Tag, false, ListSelection.Remote, command.Reference, [command.Pattern], ListReturn.None, StatusItems.None, []);
        return await RunAsync(session, list, cancel).ConfigureAwait(false) with { Text = "RLIST completed" };
    }

    private static bool IsOwnMatch(ListCommand command, ListEntry entry) =>
        ((command.Selection & ListSelection.Subscribed) == 0 || entry.IsSubscribed)
        && ((command.Selection & ListSelection.SpecialUse) == 0 || entry.Mailbox is { SpecialUse: not SpecialUse.None });

    // childInfo: something below it is subscribed (RFC 5258 section 3.5). What is listed only for that is left out where all
    // that matches below is listed itself.
    private static bool IsSelected(ListCommand command, ListEntry entry, MailboxPattern[] patterns, MailboxList list, out bool childInfo)
    {
        childInfo = false;
        if ((command.Selection & (ListSelection.Subscribed | ListSelection.SpecialUse)) == 0)
        {
            return entry.Exists || entry.HasChildren;
        }
        bool unlistedBelow = false;
        if ((command.Selection & ListSelection.RecursiveMatch) != 0)
        {
            foreach (MailboxName below in list.Subscriptions.Where(s => s.IsBelow(entry.Name)))
            {
                if ((command.Selection & ListSelection.SpecialUse) == 0 || list.Find(below) is { SpecialUse: not SpecialUse.None })
                {
                    childInfo = true;
                    unlistedBelow |= !patterns.Any(p => p.Matches(below));
                }
            }
        }
        return IsOwnMatch(command, entry) || unlistedBelow;
    }

    private static void Write(ResponseWriter writer, ListCommand command, ListEntry entry, bool childInfo)
    {
        bool subscribed = (command.Selection & ListSelection.Subscribed) != 0 || (command.Return & ListReturn.Subscribed) != 0;
        writer.Raw("* LIST ("u8).Ascii(entry.Attributes(subscribed, command.IsExtended)).Raw(") \"/\" "u8).Mailbox(entry.Name.Value);
        if (childInfo)
        {
            writer.Raw(" (\"CHILDINFO\" (\"SUBSCRIBED\"))"u8);
        }
        writer.CrLf();
    }
}
