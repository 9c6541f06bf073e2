namespace Port143.Protocol.Imap.Commands;

/// <summary>Return options of SEARCH (RFC 9051 section 6.4.4; SAVE: RFC 5182).</summary>
[Flags]
public enum SearchReturn
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>MIN: the lowest number.</summary>
    Min = 1,

    /// <summary>MAX: the highest number.</summary>
    Max = 2,

    /// <summary>ALL: every number as a set.</summary>
    All = 4,

    /// <summary>COUNT: how many.</summary>
    Count = 8,

    /// <summary>SAVE: keep the result for <c>$</c>.</summary>
    Save = 16,
}
