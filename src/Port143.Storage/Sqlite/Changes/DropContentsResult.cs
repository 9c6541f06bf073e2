namespace Port143.Storage.Sqlite.Changes;

/// <summary>What came of a <see cref="DropContentsChange"/>.</summary>
/// <param name="Failure">Why it failed, if it did.</param>
/// <param name="Files">Names of files that nothing refers to any more; deleted after the commit.</param>
internal sealed record DropContentsResult(ChangeFailure Failure, IReadOnlyList<string> Files) : ChangeResult(Failure);
