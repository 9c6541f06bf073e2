using Port143.Mail;
using Port143.Server.Sessions;
using Port143.Storage;
using Port143.Storage.Index;
using Port143.Storage.Search;

namespace Port143.Server.Commands.Search;

/// <summary>
/// A key that looks for a text. The search index says of most messages whether they have it; those that it does not know yet, or is
/// not sure of, are looked at. It compares as i;unicode-casemap does: under another comparator all are looked at.
/// </summary>
/// <param name="fields">Where the index looks for it.</param>
/// <param name="text">What is looked for.</param>
/// <param name="comparator">How.</param>
/// <param name="isProof">Whether a message that has the text in these fields matches; else it only may.</param>
internal abstract class IndexedTest(TextFields fields, string text, Collation comparator, bool isProof) : SearchTest
{
    private TextHits _hits = TextHits.Unknown; // contents never change, so neither does what is known of them
    private UidSet? _candidates;

    /// <inheritdoc/>
    public override async ValueTask PrepareAsync(IMailStorage storage, SelectedMailbox selected, CancellationToken cancel)
    {
        if (text.Length == 0 || comparator != Collation.UnicodeCasemap)
        {
            return;
        }
        TextHits hits = await storage.FindTextAsync(selected.Account, new TextQuery(fields, text), cancel).ConfigureAwait(false);
        if (hits.IndexedUpTo == 0)
        {
            return;
        }
        _hits = isProof ? hits : hits with { Certain = ContentSet.Empty, Possible = hits.Either() };
        _candidates = selected.Index.FindContents(hits.IndexedUpTo, hits.Certain, hits.Possible);
    }

    /// <inheritdoc/>
    public override UidSet Candidates(UidSet among) => _candidates is null ? among : among.Intersect(_candidates);

    /// <inheritdoc/>
    public override Truth Ask(in SearchRow row)
    {
        Truth truth = Ask(row.Row.Content);
        return truth == Truth.Unknown && row.HasContent ? From(Matches(row)) : truth;
    }

    /// <inheritdoc/>
    public override void Ask(in RowColumns rows, Span<Truth> truths)
    {
        for (int i = 0; i < truths.Length; i++)
        {
            truths[i] = Ask(rows.Contents[i]);
        }
    }

    /// <summary>Looks at a message.</summary>
    protected abstract bool Matches(in SearchRow row);

    private Truth Ask(long content) =>
        content > _hits.IndexedUpTo || _hits.Possible.Contains(content) ? Truth.Unknown : From(_hits.Certain.Contains(content));
}
