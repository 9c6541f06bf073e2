namespace Port143.Storage;

/// <summary>What came of a <see cref="ReplaceChange"/>.</summary>
/// <param name="Failure">Why it failed, if it did.</param>
/// <param name="UidValidity">The target's UIDVALIDITY.</param>
/// <param name="Uid">The UID of the new message.</param>
/// <param name="SourceModSeq">The source's MODSEQ after the change.</param>
public sealed record ReplaceResult(ChangeFailure Failure, uint UidValidity, uint Uid, long SourceModSeq) : ChangeResult(Failure);
