namespace Port143.Protocol.Imap.Commands;

/// <summary>The mailbox specifiers of ESEARCH (RFC 7377 section 2.2, RFC 5465 section 6).</summary>
public enum SearchSourceKind
{
    /// <summary>selected: the selected mailbox.</summary>
    Selected,

    /// <summary>inboxes: those that mail is delivered to.</summary>
    Inboxes,

    /// <summary>personal: every mailbox of one's own.</summary>
    Personal,

    /// <summary>subscribed: those one has subscribed to.</summary>
    Subscribed,

    /// <summary>subtree: the mailboxes named and all below them.</summary>
    Subtree,

    /// <summary>subtree-one: the mailboxes named and those one level below them.</summary>
    SubtreeOne,

    /// <summary>mailboxes: the mailboxes named.</summary>
    Mailboxes,
}
