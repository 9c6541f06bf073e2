namespace Port143.Protocol.Imap.Commands;

/// <summary>Return options of SEARCH and SORT (RFC 9051 section 6.4.4; SAVE: RFC 5182; PARTIAL: RFC 9394; UPDATE, CONTEXT: RFC 5267).</summary>
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

    /// <summary>PARTIAL: some of the results.</summary>
    Partial = 32,

    /// <summary>UPDATE: tell how the result changes from now on.</summary>
    Update = 64,

    /// <summary>CONTEXT: the client means to search for this again; a hint.</summary>
    Context = 128,

    /// <summary>RELEVANCY: how well the messages match a FUZZY key (RFC 6203 section 4).</summary>
    Relevancy = 256,
}
