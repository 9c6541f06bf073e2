namespace Port143.Protocol.Imap.Commands;

/// <summary>Return options of LIST (RFC 5258 section 3.2, RFC 6154 section 2, RFC 5819).</summary>
[Flags]
public enum ListReturn
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>SUBSCRIBED: say which names are subscribed.</summary>
    Subscribed = 1,

    /// <summary>CHILDREN: say which names have children.</summary>
    Children = 2,

    /// <summary>SPECIAL-USE: say what each mailbox is for.</summary>
    SpecialUse = 4,

    /// <summary>MYRIGHTS: a MYRIGHTS response for each mailbox (RFC 8440).</summary>
    MyRights = 32,

    /// <summary>STATUS: a STATUS response for each selectable mailbox.</summary>
    Status = 8,

    /// <summary>METADATA: the annotations of each mailbox (RFC 9590).</summary>
    Metadata = 16,
}
