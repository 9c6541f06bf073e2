using Port143.Mail;
using Port143.Server.Sessions;
using Port143.Storage;
using Port143.Storage.Index;

namespace Port143.Server.Commands.Search;

/// <summary>NOT.</summary>
internal sealed class NotTest(SearchTest test) : SearchTest
{
    public override ContentColumns Columns => test.Columns;

    public override UidSet Candidates(UidSet among) => test is UidTest { Uids: var uids } ? among.Except(uids) : among;

    public override ValueTask PrepareAsync(IMailStorage storage, SelectedMailbox selected, CancellationToken cancel) =>
        test.PrepareAsync(storage, selected, cancel);

    public override void Ask(in RowColumns rows, Span<Truth> truths)
    {
        test.Ask(rows, truths);
        Truths.Not(truths);
    }

    public override Truth Ask(in SearchRow row) => test.Ask(row) switch
    {
        Truth.True => Truth.False,
        Truth.False => Truth.True,
        _ => Truth.Unknown,
    };
}
