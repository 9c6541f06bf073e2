using Port143.Mail;

namespace Port143.Storage;

/// <summary>What came of a <see cref="StoreChange"/>.</summary>
/// <param name="Failure">Why it failed, if it did.</param>
/// <param name="ModSeq">The MODSEQ of the change, or the head when nothing changed.</param>
/// <param name="Changed">The messages whose flags changed.</param>
/// <param name="Modified">The messages refused because of <see cref="StoreChange.UnchangedSince"/>.</param>
public sealed record StoreResult(ChangeFailure Failure, long ModSeq, UidSet Changed, UidSet Modified) : ChangeResult(Failure);
