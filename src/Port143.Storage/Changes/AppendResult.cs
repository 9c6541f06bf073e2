using Port143.Mail;

namespace Port143.Storage;

/// <summary>What came of an <see cref="AppendChange"/>.</summary>
/// <param name="Failure">Why it failed, if it did.</param>
/// <param name="UidValidity">The mailbox's UIDVALIDITY.</param>
/// <param name="Uids">The UIDs that the messages got, ascending in their order.</param>
/// <param name="ModSeq">The MODSEQ of the change.</param>
public sealed record AppendResult(ChangeFailure Failure, uint UidValidity, UidSet Uids, long ModSeq) : ChangeResult(Failure);
