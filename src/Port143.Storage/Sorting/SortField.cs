namespace Port143.Storage.Sorting;

/// <summary>What messages are sorted by (RFC 5256 section 3, RFC 5957 section 4).</summary>
public enum SortField
{
    /// <summary>ARRIVAL: the internal date and time.</summary>
    Arrival,

    /// <summary>CC: addr-mailbox of the first Cc address.</summary>
    Cc,

    /// <summary>DATE: the sent date and time.</summary>
    Date,

    /// <summary>FROM: addr-mailbox of the first From address.</summary>
    From,

    /// <summary>SIZE: the octets of the message.</summary>
    Size,

    /// <summary>SUBJECT: the base subject.</summary>
    Subject,

    /// <summary>TO: addr-mailbox of the first To address.</summary>
    To,

    /// <summary>DISPLAYFROM: how the first From address is displayed.</summary>
    DisplayFrom,

    /// <summary>DISPLAYTO: how the first To address is displayed.</summary>
    DisplayTo,
}
