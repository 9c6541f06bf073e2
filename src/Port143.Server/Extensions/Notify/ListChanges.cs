using Port143.Mail;
using Port143.Protocol.Imap.Commands.Notify;
using Port143.Server.Sessions;
using Port143.Storage;

namespace Port143.Server.Extensions.Notify;

/// <summary>
/// What happened between two looks at the mailboxes (RFC 5465 sections 5.4 and 5.5), each name once: a burst of changes to one
/// mailbox is one LIST response, which tells how things are now.
/// </summary>
internal static class ListChanges
{
    /// <summary>The changes; those of the names in <paramref name="own"/> were made by the client itself and are left out.</summary>
    public static IReadOnlyList<ListChange> Between(NotifyList old, NotifyList now, IReadOnlySet<MailboxName> own)
    {
        var changes = new Dictionary<MailboxName, ListChange>();
        Dictionary<(AccountId, MailboxId), MailboxView> before = old.Mailboxes.ToDictionary(Key);
        var renamed = new Dictionary<MailboxName, MailboxName>();
        foreach (MailboxView mailbox in now.Mailboxes)
        {
            if (!before.Remove(Key(mailbox), out MailboxView? was))
            {
                Add(mailbox.Name, null, withParent: true);
            }
            else if (!was.Name.Equals(mailbox.Name))
            {
                renamed[was.Name] = mailbox.Name;
            }
        }
        foreach ((MailboxName from, MailboxName to) in renamed)
        {
            // What goes with the mailbox above it is not told (section 5.4).
            if (!GoesWithParent(from, to))
            {
                Add(to, from, withParent: false);
            }
        }
        foreach (MailboxView gone in before.Values.Where(m => now.Find(m.Name) is null))
        {
            Add(gone.Name, null, withParent: true);
        }
        foreach (MailboxName name in old.Subscriptions.Except(now.Subscriptions).Concat(now.Subscriptions.Except(old.Subscriptions)))
        {
            if (!own.Contains(name))
            {
                NotifyEvents made = changes.GetValueOrDefault(name).Event;
                changes[name] = new ListChange(name, changes.GetValueOrDefault(name).OldName, made | NotifyEvents.SubscriptionChange);
            }
        }
        return [.. changes.Values.OrderBy(c => c.Name)];

        void Add(MailboxName name, MailboxName? oldName, bool withParent)
        {
            if (own.Contains(name) || name.IsInbox)
            {
                return;
            }
            changes[name] = new ListChange(name, oldName, NotifyEvents.MailboxName);
            if (withParent && name.Parent is { } parent)
            {
                changes.TryAdd(parent, new ListChange(parent, null, NotifyEvents.MailboxName));
            }
        }

        bool GoesWithParent(MailboxName from, MailboxName to)
        {
            MailboxName? toParent = to.Parent;
            for (MailboxName? parent = from.Parent; parent is not null && toParent is not null; parent = parent.Parent, toParent = toParent.Parent)
            {
                string rest = from.Value[parent.Value.Length..];
                if (renamed.GetValueOrDefault(parent) is { } target && to.Value == target.Value + rest)
                {
                    return true;
                }
            }
            return false;
        }
    }

    private static (AccountId, MailboxId) Key(MailboxView mailbox) => (mailbox.Account, mailbox.Id);
}
