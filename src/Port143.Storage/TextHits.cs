namespace Port143.Storage;

/// <summary>
/// What the search index knows about a text. A content up to <see cref="IndexedUpTo"/> that is in neither set does not hold
/// the text, and later ones have to be looked at. So an answer made with it is the same as one made without.
/// </summary>
/// <param name="IndexedUpTo">The highest content that is indexed, or 0.</param>
/// <param name="Certain">Contents that hold the text.</param>
/// <param name="Possible">Contents that have to be looked at.</param>
public sealed record TextHits(long IndexedUpTo, ContentSet Certain, ContentSet Possible)
{
    /// <summary>The answer of an index that does not help: everything has to be looked at.</summary>
    public static readonly TextHits Unknown = new(0, ContentSet.Empty, ContentSet.Empty);

    /// <summary>The contents of both sets.</summary>
    public ContentSet Either()
    {
        if (IndexedUpTo == 0)
        {
            return ContentSet.Empty;
        }
        var either = new ContentSet(IndexedUpTo);
        either.UnionWith(Certain);
        either.UnionWith(Possible);
        return either;
    }
}
