namespace Port143.Storage.Sqlite.Changes;

/// <summary>What came of an <see cref="IndexChange"/>.</summary>
/// <param name="Failure">Why it failed, if it did.</param>
/// <param name="Value">What the change returned.</param>
internal sealed record IndexResult(ChangeFailure Failure, long Value) : ChangeResult(Failure);
