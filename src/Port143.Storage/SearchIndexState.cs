namespace Port143.Storage;

/// <summary>How far the search index of an account is.</summary>
/// <param name="Contents">How many contents the account has; copies of a message share one.</param>
/// <param name="Indexed">How many of them are indexed.</param>
/// <param name="Segments">Of how many segments the index consists.</param>
/// <param name="Bytes">How many bytes they take.</param>
public readonly record struct SearchIndexState(long Contents, long Indexed, int Segments, long Bytes);
