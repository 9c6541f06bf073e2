using Port143.Mail;

namespace Port143.Storage;

/// <summary>What came of an <see cref="ExpungeChange"/>.</summary>
/// <param name="Failure">Why it failed, if it did.</param>
/// <param name="ModSeq">The MODSEQ of the change, or the head when nothing was expunged.</param>
/// <param name="Expunged">The UIDs that are gone.</param>
public sealed record ExpungeResult(ChangeFailure Failure, long ModSeq, UidSet Expunged) : ChangeResult(Failure);
