using Port143.Storage;
using Port143.Storage.Search;

namespace Port143.Server.Commands.Search;

/// <summary>BODY and TEXT: a string within the decoded text, for TEXT the header included.</summary>
internal sealed class TextTest(string text, bool withHeader, Collation comparator) : SearchTest
{
    private readonly TextMatcher _matcher = new(text, comparator);

    public override ContentColumns Columns => ContentColumns.Header | ContentColumns.Text | ContentColumns.Parts;

    public override Truth Ask(in SearchRow row) => !row.HasContent
        ? Truth.Unknown
        : From(withHeader ? _matcher.MatchesText(row.Message, row.Parts!) : _matcher.MatchesBody(row.Message, row.Parts!));
}
