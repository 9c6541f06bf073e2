using Port143.Mail;

namespace Port143.Storage;

/// <summary>All mailboxes and subscriptions of an account at one moment, immutable, sorted by name.</summary>
public sealed class MailboxList
{
    private readonly Dictionary<MailboxName, MailboxInfo> _byName;

    /// <summary>Makes a snapshot.</summary>
    public MailboxList(IEnumerable<MailboxInfo> mailboxes, IEnumerable<MailboxName> subscriptions)
    {
        Mailboxes = [.. mailboxes.OrderBy(m => !m.Name.IsInbox).ThenBy(m => m.Name)];
        Subscriptions = subscriptions.ToHashSet();
        _byName = Mailboxes.ToDictionary(m => m.Name);
    }

    /// <summary>The mailboxes: INBOX first, the others by name.</summary>
    public IReadOnlyList<MailboxInfo> Mailboxes { get; }

    /// <summary>The subscribed names; they need not exist (RFC 9051 section 6.3.7).</summary>
    public IReadOnlySet<MailboxName> Subscriptions { get; }

    /// <summary>The mailbox with a name, or null.</summary>
    public MailboxInfo? Find(MailboxName name) => _byName.GetValueOrDefault(name);

    /// <summary>The mailbox with an id, or null.</summary>
    public MailboxInfo? Find(MailboxId id) => Mailboxes.FirstOrDefault(m => m.Id == id);

    /// <summary>The first mailbox with a special use, or null.</summary>
    public MailboxInfo? Find(SpecialUse use) => Mailboxes.FirstOrDefault(m => (m.SpecialUse & use) != 0);
}
