using Port143.Mail;
using Port143.Storage;

namespace Port143.Server.Commands.Search;

/// <summary>All of several tests; the cheap ones are asked first because the first round leaves the others unknown.</summary>
internal sealed class AndTest(SearchTest[] tests) : SearchTest
{
    public override ContentColumns Columns => tests.Aggregate(ContentColumns.None, (all, t) => all | t.Columns);

    public override UidSet Candidates(UidSet among) => tests.Aggregate(among, (left, test) => test.Candidates(left));

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
