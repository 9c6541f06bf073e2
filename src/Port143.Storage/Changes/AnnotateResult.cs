namespace Port143.Storage;

/// <summary>What came of an <see cref="AnnotateChange"/>.</summary>
/// <param name="Failure">Why it failed, if it did.</param>
/// <param name="Number">The number of the change in the account's log of annotations; 0 when nothing changed.</param>
public sealed record AnnotateResult(ChangeFailure Failure, long Number) : ChangeResult(Failure);
