namespace Port143.Mail;

/// <summary>What somebody may do with a mailbox (RFC 4314 section 2.1).</summary>
[Flags]
public enum MailboxRights
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary><c>l</c>: see it in LIST and LSUB, subscribe it.</summary>
    Lookup = 1 << 0,

    /// <summary><c>r</c>: SELECT it, ask its STATUS.</summary>
    Read = 1 << 1,

    /// <summary><c>s</c>: set and clear <c>\Seen</c>.</summary>
    Seen = 1 << 2,

    /// <summary><c>w</c>: set and clear every flag but <c>\Seen</c> and <c>\Deleted</c>.</summary>
    Write = 1 << 3,

    /// <summary><c>i</c>: APPEND and COPY into it.</summary>
    Insert = 1 << 4,

    /// <summary><c>p</c>: send mail to it; IMAP itself asks nobody for this right.</summary>
    Post = 1 << 5,

    /// <summary><c>k</c>: make mailboxes below it.</summary>
    Create = 1 << 6,

    /// <summary><c>x</c>: delete it, or give it another name.</summary>
    Delete = 1 << 7,

    /// <summary><c>t</c>: set and clear <c>\Deleted</c>.</summary>
    DeleteMessages = 1 << 8,

    /// <summary><c>e</c>: expunge.</summary>
    Expunge = 1 << 9,

    /// <summary><c>a</c>: see and change who may do what.</summary>
    Administer = 1 << 10,

    /// <summary>All that RFC 4314 knows.</summary>
    All = (1 << 11) - 1,
}
