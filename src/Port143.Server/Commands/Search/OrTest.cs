using Port143.Mail;
using Port143.Storage;

namespace Port143.Server.Commands.Search;

/// <summary>OR: one of two tests.</summary>
internal sealed class OrTest(SearchTest left, SearchTest right) : SearchTest
{
    public override ContentColumns Columns => left.Columns | right.Columns;

    public override UidSet Candidates(UidSet among)
    {
        var either = new UidSetBuilder();
        either.Add(left.Candidates(among));
        either.Add(right.Candidates(among));
        return either.Build();
    }

    public override Truth Ask(in SearchRow row)
    {
        Truth first = left.Ask(row);
        if (first == Truth.True)
        {
            return first;
        }
        Truth second = right.Ask(row);
        return first > second ? first : second;
    }
}
