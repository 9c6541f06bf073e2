namespace Port143.Mail;

/// <summary>What a mailbox is for (RFC 6154 section 2, RFC 8457 section 3). The numbers are bits on disk: never change them.</summary>
[Flags]
public enum SpecialUse
{
    /// <summary>No special use.</summary>
    None = 0,

    /// <summary><c>\All</c></summary>
    All = 1,

    /// <summary><c>\Archive</c></summary>
    Archive = 2,

    /// <summary><c>\Drafts</c></summary>
    Drafts = 4,

    /// <summary><c>\Flagged</c></summary>
    Flagged = 8,

    /// <summary><c>\Junk</c></summary>
    Junk = 16,

    /// <summary><c>\Sent</c></summary>
    Sent = 32,

    /// <summary><c>\Trash</c></summary>
    Trash = 64,

    /// <summary><c>\Important</c></summary>
    Important = 128,
}
