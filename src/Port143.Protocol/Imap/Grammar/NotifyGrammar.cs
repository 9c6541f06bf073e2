using Port143.Protocol.Imap.Commands;
using Port143.Protocol.Imap.Commands.Fetch;
using Port143.Protocol.Imap.Commands.Notify;

namespace Port143.Protocol.Imap.Grammar;

/// <summary>NOTIFY (RFC 5465 section 8), with the rules of section 5 on which events need which others.</summary>
internal static class NotifyGrammar
{
    private const int MaxGroups = 64;
    private const int MaxMailboxes = 1000;
    private const int MaxEvents = 32;

    // notify = "NOTIFY" SP (notify-set / notify-none); notify-set = "SET" [SP "STATUS"] SP event-groups; notify-none = "NONE"
    public static NotifyCommand? Parse(ref ImapScanner scanner, string tag)
    {
        if (!scanner.Space())
        {
            return null;
        }
        if (scanner.TakesWord("NONE"u8))
        {
            return new NotifyCommand(tag, Status: false, null);
        }
        if (!scanner.TakesWord("SET"u8))
        {
            scanner.Fail("NOTIFY takes SET or NONE");
            return null;
        }
        if (!scanner.Space())
        {
            return null;
        }
        bool status = scanner.TakesWord("STATUS"u8);
        if (status && !scanner.Space())
        {
            return null;
        }
        // event-groups = event-group *(SP event-group)
        var groups = new List<NotifyGroup>();
        int names = 0;
        do
        {
            if (groups.Count == MaxGroups)
            {
                scanner.Fail("Too many groups of events");
                return null;
            }
            if (Group(ref scanner, ref names) is not { } group)
            {
                return null;
            }
            groups.Add(group);
        }
        while (scanner.Takes(' '));
        if (groups.Count(g => g.Filter is NotifyFilter.Selected or NotifyFilter.SelectedDelayed) > 1)
        {
            scanner.Fail("The selected mailbox can stand in one group only");
            return null;
        }
        return new NotifyCommand(tag, status, groups);
    }

    // event-group = "(" filter-mailboxes SP events ")"
    private static NotifyGroup? Group(ref ImapScanner scanner, ref int names)
    {
        var mailboxes = new List<string>();
        var items = new List<FetchItem>();
        return scanner.Expects('(')
            && Filter(ref scanner, out NotifyFilter filter)
            && (filter is not (NotifyFilter.Subtree or NotifyFilter.Mailboxes) || scanner.Space() && Mailboxes(ref scanner, mailboxes, ref names))
            && scanner.Space()
            && Events(ref scanner, items, out NotifyEvents events)
            && scanner.Expects(')')
            && Check(ref scanner, filter, events, items)
            ? new NotifyGroup(filter, mailboxes, events, items)
            : null;
    }

    // filter-mailboxes = "selected" / "selected-delayed" / "inboxes" / "personal" / "subscribed" / "subtree" ... / "mailboxes" ...
    private static bool Filter(ref ImapScanner scanner, out NotifyFilter filter)
    {
        filter = default;
        if (!scanner.AtomText(out string? word))
        {
            return false;
        }
        switch (word.ToUpperInvariant())
        {
            case "SELECTED":
                filter = NotifyFilter.Selected;
                return true;
            case "SELECTED-DELAYED":
                filter = NotifyFilter.SelectedDelayed;
                return true;
            case "INBOXES":
                filter = NotifyFilter.Inboxes;
                return true;
            case "PERSONAL":
                filter = NotifyFilter.Personal;
                return true;
            case "SUBSCRIBED":
                filter = NotifyFilter.Subscribed;
                return true;
            case "SUBTREE":
                filter = NotifyFilter.Subtree;
                return true;
            case "MAILBOXES":
                filter = NotifyFilter.Mailboxes;
                return true;
            default:
                return scanner.Fail("There is no such kind of mailboxes");
        }
    }

    // one-or-more-mailbox = mailbox / many-mailboxes; many-mailboxes = "(" mailbox *(SP mailbox) ")"
    private static bool Mailboxes(ref ImapScanner scanner, List<string> mailboxes, ref int names)
    {
        bool many = scanner.Takes('(');
        do
        {
            if (!scanner.Mailbox(out string? mailbox))
            {
                return false;
            }
            if (++names > MaxMailboxes)
            {
                return scanner.Fail("Too many mailboxes");
            }
            mailboxes.Add(mailbox);
        }
        while (many && scanner.Takes(' '));
        return !many || scanner.Expects(')');
    }

    // events = ( "(" event *(SP event) ")" ) / "NONE"
    private static bool Events(ref ImapScanner scanner, List<FetchItem> items, out NotifyEvents events)
    {
        events = NotifyEvents.None;
        if (scanner.TakesWord("NONE"u8))
        {
            return true;
        }
        if (!scanner.Expects('('))
        {
            return false;
        }
        int count = 0;
        do
        {
            if (++count > MaxEvents)
            {
                return scanner.Fail("Too many events");
            }
            if (!Event(ref scanner, items, ref events))
            {
                return false;
            }
        }
        while (scanner.Takes(' '));
        return scanner.Expects(')');
    }

    // event = message-event / mailbox-event / user-event / event-ext; event-ext = atom
    private static bool Event(ref ImapScanner scanner, List<FetchItem> items, ref NotifyEvents events)
    {
        if (!scanner.AtomText(out string? word))
        {
            return false;
        }
        NotifyEvents one = word.ToUpperInvariant() switch
        {
            "MESSAGENEW" => NotifyEvents.MessageNew,
            "MESSAGEEXPUNGE" => NotifyEvents.MessageExpunge,
            "FLAGCHANGE" => NotifyEvents.FlagChange,
            "ANNOTATIONCHANGE" => NotifyEvents.AnnotationChange,
            "MAILBOXNAME" => NotifyEvents.MailboxName,
            "SUBSCRIPTIONCHANGE" => NotifyEvents.SubscriptionChange,
            "MAILBOXMETADATACHANGE" => NotifyEvents.MailboxMetadataChange,
            "SERVERMETADATACHANGE" => NotifyEvents.ServerMetadataChange,
            _ => NotifyEvents.Unknown,
        };
        events |= one;
        // "MessageNew" [SP "(" fetch-att *(SP fetch-att) ")" ]
        int before = scanner.Position;
        if (one != NotifyEvents.MessageNew || !scanner.Takes(' '))
        {
            return true;
        }
        if (!scanner.Sees('('))
        {
            scanner.Position = before;
            return true;
        }
        return FetchGrammar.List(ref scanner, items);
    }

    private static bool Check(ref ImapScanner scanner, NotifyFilter filter, NotifyEvents events, List<FetchItem> items)
    {
        bool selected = filter is NotifyFilter.Selected or NotifyFilter.SelectedDelayed;
        if (items.Count > 0 && !selected)
        {
            return scanner.Fail("Data items of new messages are told of the selected mailbox only");
        }
        if ((events & NotifyEvents.Unknown) != 0)
        {
            return true; // NO, not BAD: RFC 5465 section 3.1
        }
        if (selected && (events & ~NotifyEvents.Messages) != 0)
        {
            return scanner.Fail("Of the selected mailbox only events of messages can be asked for");
        }
        bool isNew = (events & NotifyEvents.MessageNew) != 0, expunge = (events & NotifyEvents.MessageExpunge) != 0;
        if (isNew != expunge || !isNew && (events & (NotifyEvents.FlagChange | NotifyEvents.AnnotationChange)) != 0)
        {
            return scanner.Fail("MessageNew and MessageExpunge go together, and FlagChange and AnnotationChange with both");
        }
        return true;
    }
}
