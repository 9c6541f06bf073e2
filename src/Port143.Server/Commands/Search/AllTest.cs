using Port143.Storage.Index;

namespace Port143.Server.Commands.Search;

/// <summary>ALL, and keys whose answer is the same for every message.</summary>
internal sealed class AllTest(bool matches) : SearchTest
{
    public override Truth Ask(in SearchRow row) => From(matches);

    public override void Ask(in RowColumns rows, Span<Truth> truths) => truths.Fill(From(matches));
}
