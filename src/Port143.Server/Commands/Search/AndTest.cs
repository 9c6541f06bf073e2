using Port143.Mail;
using Port143.Server.Sessions;
using Port143.Storage;
using Port143.Storage.Index;

namespace Port143.Server.Commands.Search;

/// <summary>All of several tests; the cheap ones are asked first because the first round leaves the others unknown.</summary>
internal sealed class AndTest(SearchTest[] tests) : SearchTest
{
    public override ContentColumns Columns => tests.Aggregate(ContentColumns.None, (all, t) => all | t.Columns);

    public override UidSet Candidates(UidSet among) => tests.Aggregate(among, (left, test) => test.Candidates(left));

    public override async ValueTask PrepareAsync(IMailStorage storage, SelectedMailbox selected, CancellationToken cancel)
    {
        foreach (SearchTest test in tests)
        {
            await test.PrepareAsync(storage, selected, cancel).ConfigureAwait(false);
        }
    }

    public override void Ask(in RowColumns rows, Span<Truth> truths)
    {
        truths.Fill(Truth.True);
        Span<Truth> others = stackalloc Truth[Truths.Most];
        others = others[..truths.Length];
        foreach (SearchTest test in tests)
        {
            test.Ask(rows, others);
            Truths.And(truths, others);
        }
    }

    public override Truth Ask(in SearchRow row)
    {
        var least = Truth.True;
        foreach (SearchTest test in tests)
        {
            Truth truth = test.Ask(row);
            if (truth == Truth.False)
            {
                return Truth.False;
            }
            least = truth < least ? truth : least;
        }
        return least;
    }
}
