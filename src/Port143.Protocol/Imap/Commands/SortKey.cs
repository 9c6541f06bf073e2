namespace Port143.Protocol.Imap.Commands;

/// <summary>A sort key (RFC 5256 section 3; DISPLAYFROM and DISPLAYTO: RFC 5957 section 4).</summary>
public enum SortKey
{
    /// <summary>ARRIVAL</summary>
    Arrival,

    /// <summary>CC</summary>
    Cc,

    /// <summary>DATE</summary>
    Date,

    /// <summary>FROM</summary>
    From,

    /// <summary>SIZE</summary>
    Size,

    /// <summary>SUBJECT</summary>
    Subject,

    /// <summary>TO</summary>
    To,

    /// <summary>DISPLAYFROM</summary>
    DisplayFrom,

    /// <summary>DISPLAYTO</summary>
    DisplayTo,

    /// <summary>RELEVANCY: how well a message matches the FUZZY keys, the best first (RFC 6203 section 6).</summary>
    Relevancy,
}
