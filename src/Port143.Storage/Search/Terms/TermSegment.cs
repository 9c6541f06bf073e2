namespace Port143.Storage.Search.Terms;

/// <summary>A part of the search index that knows everything about a range of contents.</summary>
/// <param name="First">The first content; places in lists count from here.</param>
/// <param name="Last">The last content.</param>
/// <param name="Count">How many contents of the range there were.</param>
/// <param name="Cut">The list of contents whose text was not cut into terms wholly: each search looks at them.</param>
/// <param name="Blocks">The dictionaries, by field and then by term.</param>
internal sealed record TermSegment(long First, long Last, int Count, byte[] Cut, IReadOnlyList<TermBlock> Blocks);
