using Port143.Storage;
using Port143.Storage.Search;

namespace Port143.Server.Commands.Search;

/// <summary>BODY and TEXT: a string within the decoded text, for TEXT the header included.</summary>
internal sealed class TextTest(string text, bool withHeader, Collation comparator)
    : IndexedTest(withHeader ? TextFields.Header | TextFields.Body : TextFields.Body, text, comparator, isProof: true)
{
    private readonly TextMatcher _matcher = new(text, comparator);

    public override ContentColumns Columns => ContentColumns.Header | ContentColumns.Text | ContentColumns.Parts;

    protected override bool Matches(in SearchRow row) =>
        withHeader ? _matcher.MatchesText(row.Message, row.Parts!) : _matcher.MatchesBody(row.Message, row.Parts!);
}
