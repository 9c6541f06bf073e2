namespace Port143.Storage;

/// <summary>Why a change was refused. Nothing was changed then.</summary>
public enum ChangeFailure
{
    /// <summary>It was not.</summary>
    None,

    /// <summary>The account's storage does not exist (any more).</summary>
    NoAccount,

    /// <summary>The mailbox does not exist (any more).</summary>
    NoMailbox,

    /// <summary>The target of COPY, MOVE or RENAME does not exist, or cannot be made.</summary>
    NoTarget,

    /// <summary>The message to replace does not exist (any more).</summary>
    NoMessage,

    /// <summary>A mailbox of that name exists already.</summary>
    AlreadyExists,

    /// <summary>INBOX cannot be deleted.</summary>
    IsInbox,

    /// <summary>The mailbox has no more room for keywords (<see cref="Mail.FlagSet.MaxKeywords"/>).</summary>
    TooManyKeywords,

    /// <summary>The mailbox has given out all UIDs below 2^31.</summary>
    UidsExhausted,

    /// <summary>Another mailbox has that special use, or it cannot be given (RFC 6154 section 3).</summary>
    SpecialUseTaken,

    /// <summary>The mailbox or the account has no more room for annotations (<see cref="AnnotateChange.MaxEntries"/>).</summary>
    TooManyAnnotations,

    /// <summary>The access control list has no more room (<see cref="Mail.AccessControlList.MaxEntries"/>).</summary>
    TooManyAclEntries,

    /// <summary>The account has used up what it may use (<see cref="QuotaLimits"/>).</summary>
    OverQuota,

    /// <summary>The disk is full; reading and expunging still work.</summary>
    DiskFull,
}
