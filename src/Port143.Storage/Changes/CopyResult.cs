using Port143.Mail;

namespace Port143.Storage;

/// <summary>What came of a <see cref="CopyChange"/>.</summary>
/// <param name="Failure">Why it failed, if it did.</param>
/// <param name="UidValidity">The target's UIDVALIDITY.</param>
/// <param name="SourceUids">The UIDs that were copied.</param>
/// <param name="TargetUids">The UIDs that they got, in the same order (COPYUID, RFC 4315).</param>
/// <param name="SourceModSeq">The MODSEQ of the expunge in the source, when moved.</param>
public sealed record CopyResult(
    ChangeFailure Failure, uint UidValidity, UidSet SourceUids, UidSet TargetUids, long SourceModSeq) : ChangeResult(Failure);
