namespace Port143.Protocol.Imap.Commands;

/// <summary>Selection options of LIST (RFC 5258 section 3.1, RFC 6154 section 2).</summary>
[Flags]
public enum ListSelection
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>SUBSCRIBED: names that are subscribed, existing or not.</summary>
    Subscribed = 1,

    /// <summary>REMOTE: also remote mailboxes.</summary>
    Remote = 2,

    /// <summary>RECURSIVEMATCH: also parents of names that match. Never alone.</summary>
    RecursiveMatch = 4,

    /// <summary>SPECIAL-USE: mailboxes with a special use.</summary>
    SpecialUse = 8,
}
