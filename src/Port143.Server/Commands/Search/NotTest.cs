using Port143.Mail;
using Port143.Storage;

namespace Port143.Server.Commands.Search;

/// <summary>NOT.</summary>
internal sealed class NotTest(SearchTest test) : SearchTest
{
    public override ContentColumns Columns => test.Columns;

    public override UidSet Candidates(UidSet among) => test is UidTest { Uids: var uids } ? among.Except(uids) : among;

    public override Truth Ask(in SearchRow row) => test.Ask(row) switch
    {
        Truth.True => Truth.False,
        Truth.False => Truth.True,
        _ => Truth.Unknown,
    };
}
