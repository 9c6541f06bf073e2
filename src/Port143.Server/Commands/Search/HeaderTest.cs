using Port143.Storage;
using Port143.Storage.Search;

namespace Port143.Server.Commands.Search;

/// <summary>HEADER, FROM, TO, CC, BCC and SUBJECT: a string within a decoded header field.</summary>
internal sealed class HeaderTest(string field, string text, Collation comparator) : SearchTest
{
    private readonly TextMatcher _matcher = new(text, comparator);

    public override ContentColumns Columns => ContentColumns.Header;

    public override Truth Ask(in SearchRow row) =>
        row.HasContent ? From(_matcher.MatchesHeaderField(row.Header, field)) : Truth.Unknown;
}
