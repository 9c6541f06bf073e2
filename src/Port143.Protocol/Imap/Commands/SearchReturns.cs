using Port143.Protocol.Imap.Commands.Fetch;

namespace Port143.Protocol.Imap.Commands;

/// <summary>What RETURN asks for (RFC 4466 section 2.6.1).</summary>
/// <param name="Items">The options; <c>RETURN ()</c> means <see cref="SearchReturn.All"/>.</param>
/// <param name="Partial">The range of <see cref="SearchReturn.Partial"/>.</param>
/// <param name="UpdateItems">What <see cref="SearchReturn.Update"/> is to tell of a new message in the result (RFC 5465 section 7).</param>
public sealed record SearchReturns(SearchReturn Items, PartialResults? Partial = null, IReadOnlyList<FetchItem>? UpdateItems = null)
{
    /// <summary>RETURN (ALL).</summary>
    public static readonly SearchReturns All = new(SearchReturn.All);

    /// <summary>Whether any of these options was given.</summary>
    public bool Has(SearchReturn items) => (Items & items) != 0;
}
