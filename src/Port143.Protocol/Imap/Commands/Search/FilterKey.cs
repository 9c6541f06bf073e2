namespace Port143.Protocol.Imap.Commands.Search;

/// <summary>FILTER: a search that is stored on the server under a name (RFC 5466 section 3.1).</summary>
/// <param name="Name">The filter's name.</param>
public sealed record FilterKey(string Name) : SearchKey
{
    /// <summary>Whether a search has a FILTER key. The grammar bounds the depth of the tree.</summary>
    public static bool IsIn(SearchKey key) => key switch
    {
        FilterKey => true,
        AndKey and => and.Keys.Any(IsIn),
        OrKey or => IsIn(or.Left) || IsIn(or.Right),
        NotKey not => IsIn(not.Key),
        FuzzyKey fuzzy => IsIn(fuzzy.Key),
        _ => false,
    };
}
