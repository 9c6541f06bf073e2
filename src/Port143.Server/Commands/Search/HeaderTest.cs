using Port143.Storage;
using Port143.Storage.Search;

namespace Port143.Server.Commands.Search;

/// <summary>HEADER, FROM, TO, CC, BCC and SUBJECT: a string within a decoded header field.</summary>
internal sealed class HeaderTest(string field, string text, Collation comparator)
    : IndexedTest(IndexedAs(field), text, comparator, isProof: IndexedAs(field) != TextFields.Header)
{
    private readonly TextMatcher _matcher = new(text, comparator);

    public override ContentColumns Columns => ContentColumns.Header;

    protected override bool Matches(in SearchRow row) => _matcher.MatchesHeaderField(row.Header, field);

    // Fields without a dictionary of their own are in that of all fields.
    private static TextFields IndexedAs(string field) => field.ToUpperInvariant() switch
    {
        "SUBJECT" => TextFields.Subject,
        "FROM" => TextFields.From,
        "TO" => TextFields.To,
        "CC" => TextFields.Cc,
        "BCC" => TextFields.Bcc,
        _ => TextFields.Header,
    };
}
