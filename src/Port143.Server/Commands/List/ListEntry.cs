using Port143.Mail;
using Port143.Storage;

namespace Port143.Server.Commands.List;

/// <summary>A name that LIST can tell: a mailbox, here or on another server, a level above one, or a subscription of what is not there.</summary>
internal sealed record ListEntry(MailboxName Name, MailboxInfo? Mailbox, bool IsSubscribed, bool HasChildren, bool IsRemote = false)
{
    /// <summary>Whether a mailbox has this name.</summary>
    public bool Exists => Mailbox is not null || IsRemote;

    /// <summary>Every name, INBOX first, the others sorted; <paramref name="remote"/> are those of mailboxes on other servers.</summary>
    public static IEnumerable<ListEntry> Collect(MailboxList list, IReadOnlySet<MailboxName> remote)
    {
        var names = new HashSet<MailboxName>(list.Subscriptions);
        foreach (MailboxName subscription in list.Subscriptions)
        {
            // RECURSIVEMATCH and LSUB tell of the levels above a subscription, be they there or not.
            for (MailboxName? parent = subscription.Parent; parent is not null && names.Add(parent); parent = parent.Parent)
            {
            }
        }
        var parents = new HashSet<MailboxName>();
        foreach (MailboxName mailbox in list.Mailboxes.Select(m => m.Name).Concat(remote))
        {
            names.Add(mailbox);
            for (MailboxName? parent = mailbox.Parent; parent is not null && parents.Add(parent); parent = parent.Parent)
            {
                names.Add(parent);
            }
        }
        return names.OrderBy(n => !n.IsInbox).ThenBy(n => n)
            .Select(n => new ListEntry(n, list.Find(n), list.Subscriptions.Contains(n), parents.Contains(n), remote.Contains(n)));
    }

    /// <summary>Its attributes (RFC 9051 section 7.3.1), separated by blanks.</summary>
    /// <param name="withSubscribed">Whether \Subscribed is among them.</param>
    /// <param name="isExtended">Whether the client knows the attributes of LIST-EXTENDED.</param>
    public string Attributes(bool withSubscribed, bool isExtended = false)
    {
        var attributes = new List<string>();
        if (!Exists)
        {
            attributes.Add("\\NonExistent");
            if (!isExtended)
            {
                attributes.Add("\\Noselect"); // implied (RFC 5258 section 3), but older clients know nothing else
            }
        }
        if (withSubscribed && IsSubscribed)
        {
            attributes.Add("\\Subscribed");
        }
        // Whether a mailbox on another server has children is known there only.
        if (HasChildren || !IsRemote)
        {
            attributes.Add(HasChildren ? "\\HasChildren" : "\\HasNoChildren");
        }
        if (IsRemote)
        {
            attributes.Add("\\Remote"); // RFC 5258 section 3.4
        }
        if (Mailbox is not null)
        {
            attributes.AddRange(SpecialUses.NamesOf(Mailbox.SpecialUse));
        }
        return string.Join(' ', attributes);
    }
}
