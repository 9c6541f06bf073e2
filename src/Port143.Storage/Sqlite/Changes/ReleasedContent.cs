namespace Port143.Storage.Sqlite.Changes;

/// <summary>A content that may be without a message.</summary>
/// <param name="Content">Its number.</param>
/// <param name="Times">How many times it was released.</param>
internal readonly record struct ReleasedContent(long Content, long Times);
