using Port143.Mail;
using Port143.Protocol.Imap.Commands.Fetch;
using Port143.Protocol.Imap.Commands.Notify;

namespace Port143.Server.Extensions.Notify;

/// <summary>
/// What a client wants to hear (RFC 5465 section 6): of the selected mailbox, and of the others by their names. Several groups
/// can be for one mailbox, which then has the events of all; NONE means none, whatever the other groups say.
/// </summary>
internal sealed class NotifyRules
{
    /// <summary>NOTIFY NONE: nothing at all.</summary>
    public static readonly NotifyRules None = new([]);

    private readonly List<(NotifyGroup Group, MailboxName[] Names)> _others = [];

    public NotifyRules(IReadOnlyList<NotifyGroup> groups)
    {
        foreach (NotifyGroup group in groups)
        {
            if (group.Filter is NotifyFilter.Selected or NotifyFilter.SelectedDelayed)
            {
                Selected = group.Events;
                IsDelayed = group.Filter == NotifyFilter.SelectedDelayed;
                Items = group.Items;
                continue;
            }
            // A name that cannot exist is one that does not: it is passed over (section 3.1).
            var names = new List<MailboxName>();
            foreach (string text in group.Mailboxes)
            {
                if (MailboxName.TryCreate(text, out MailboxName? name, out _))
                {
                    names.Add(name);
                }
            }
            _others.Add((group, [.. names]));
        }
    }

    /// <summary>The events of the selected mailbox.</summary>
    public NotifyEvents Selected { get; }

    /// <summary>Whether expunges in it wait for a command that allows them (SELECTED-DELAYED).</summary>
    public bool IsDelayed { get; }

    /// <summary>What to tell of a new message in it.</summary>
    public IReadOnlyList<FetchItem> Items { get; } = [];

    /// <summary>Whether anything is asked for but the selected mailbox.</summary>
    public bool HasOthers => _others.Any(o => o.Group.Events != NotifyEvents.None);

    /// <summary>The events of all groups but that of the selected mailbox.</summary>
    public NotifyEvents AllOthers => _others.Aggregate(NotifyEvents.None, (all, o) => all | o.Group.Events);

    /// <summary>The events of a mailbox that is not selected.</summary>
    public NotifyEvents EventsOf(MailboxName name, bool isPersonal, bool isSubscribed)
    {
        NotifyEvents events = NotifyEvents.None;
        foreach ((NotifyGroup group, MailboxName[] names) in _others)
        {
            bool matches = group.Filter switch
            {
                // To any own mailbox mail can be delivered: "inboxes" is "personal" then (section 6.3).
                NotifyFilter.Inboxes or NotifyFilter.Personal => isPersonal,
                NotifyFilter.Subscribed => isSubscribed,
                NotifyFilter.Subtree => names.Any(n => n.Equals(name) || name.IsBelow(n)),
                _ => names.Contains(name),
            };
            if (!matches)
            {
                continue;
            }
            if (group.Events == NotifyEvents.None)
            {
                return NotifyEvents.None;
            }
            events |= group.Events;
        }
        return events;
    }
}
