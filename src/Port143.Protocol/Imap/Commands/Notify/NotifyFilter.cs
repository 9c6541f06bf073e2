namespace Port143.Protocol.Imap.Commands.Notify;

/// <summary>Which mailboxes a group of events is for (RFC 5465 section 6).</summary>
public enum NotifyFilter
{
    /// <summary>The selected mailbox, at once.</summary>
    Selected,

    /// <summary>The selected mailbox; expunges only when a command allows them.</summary>
    SelectedDelayed,

    /// <summary>Mailboxes to which mail can be delivered.</summary>
    Inboxes,

    /// <summary>The user's own mailboxes.</summary>
    Personal,

    /// <summary>The subscribed mailboxes.</summary>
    Subscribed,

    /// <summary>Named mailboxes and all below them.</summary>
    Subtree,

    /// <summary>Named mailboxes.</summary>
    Mailboxes,
}
