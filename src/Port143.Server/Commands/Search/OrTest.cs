using Port143.Mail;
using Port143.Server.Sessions;
using Port143.Storage;
using Port143.Storage.Index;

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

    public override async ValueTask PrepareAsync(IMailStorage storage, SelectedMailbox selected, CancellationToken cancel)
    {
        await left.PrepareAsync(storage, selected, cancel).ConfigureAwait(false);
        await right.PrepareAsync(storage, selected, cancel).ConfigureAwait(false);
    }

    public override void Ask(in RowColumns rows, Span<Truth> truths)
    {
        left.Ask(rows, truths);
        Span<Truth> others = stackalloc Truth[Truths.Most];
        others = others[..truths.Length];
        right.Ask(rows, others);
        Truths.Or(truths, others);
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
