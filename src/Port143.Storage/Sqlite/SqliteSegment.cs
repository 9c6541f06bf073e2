namespace Port143.Storage.Sqlite;

/// <summary>A row of search_segment: a part of the index that knows a range of contents.</summary>
/// <param name="Id">Its number, which its blocks have in theirs.</param>
/// <param name="First">The first content.</param>
/// <param name="Last">The last content. The highest of all live segments is how far the account is indexed.</param>
/// <param name="Contents">How many contents it was made of.</param>
/// <param name="Gone">How many of these were dropped since.</param>
internal readonly record struct SqliteSegment(long Id, long First, long Last, long Contents, long Gone)
{
    /// <summary>It is being written by a merge; after a crash it is worth nothing.</summary>
    public const int Building = 0;

    /// <summary>It is part of the index.</summary>
    public const int Live = 1;

    /// <summary>Its blocks wait to be deleted.</summary>
    public const int Dead = 2;
}
