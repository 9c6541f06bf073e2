using Port143.Mail;

namespace Port143.Server.Commands.Search;

/// <summary>UID, sequence sets and <c>$</c>, all as UIDs.</summary>
internal sealed class UidTest(UidSet uids) : SearchTest
{
    public override Truth Ask(in SearchRow row) => From(uids.Contains(row.Row.Uid));
}
