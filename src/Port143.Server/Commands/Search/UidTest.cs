using Port143.Mail;

namespace Port143.Server.Commands.Search;

/// <summary>UID, sequence sets and <c>$</c>, all as UIDs.</summary>
internal sealed class UidTest(UidSet uids) : SearchTest
{
    /// <summary>The UIDs, of messages or of none.</summary>
    public UidSet Uids => uids;

    public override UidSet Candidates(UidSet among) => among.Intersect(uids);

    public override Truth Ask(in SearchRow row) => From(uids.Contains(row.Row.Uid));
}
