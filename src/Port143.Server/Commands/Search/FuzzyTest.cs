using Port143.Server.Sessions;
using Port143.Storage;
using Port143.Storage.Search;

namespace Port143.Server.Commands.Search;

/// <summary>A text key below FUZZY (RFC 6203): true where the text matches somehow, and how well.</summary>
/// <param name="text">What is looked for.</param>
/// <param name="headerField">The header field to look in; null for the body.</param>
/// <param name="withHeader">Without a field: whether the header counts as well.</param>
internal sealed class FuzzyTest(string text, string? headerField, bool withHeader) : SearchTest
{
    private readonly FuzzyMatcher _matcher = new(text);

    /// <summary>The reply to RELEVANCY without a FUZZY key (RFC 6203 section 4).</summary>
    public static CommandResult KeyRequired => CommandResult.Bad("RELEVANCY needs a FUZZY key");

    /// <summary>How well the message asked about last matches, 1 to 100; 0 when it does not.</summary>
    public int Score { get; set; }

    public override ContentColumns Columns =>
        headerField is null ? ContentColumns.Header | ContentColumns.Text | ContentColumns.Parts : ContentColumns.Header;

    public override Truth Ask(in SearchRow row)
    {
        if (!row.HasContent)
        {
            return Truth.Unknown;
        }
        Score = headerField is not null ? _matcher.ScoreField(row.Header, headerField)
            : withHeader ? _matcher.ScoreText(row.Message, row.Parts!)
            : _matcher.ScoreBody(row.Message, row.Parts!);
        return From(Score > 0);
    }
}
