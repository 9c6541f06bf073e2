using Port143.Mail;
using Port143.Protocol.Imap.Commands;
using Port143.Server.Sessions;
using Port143.Storage;
using Port143.Storage.Search;
using Port143.Storage.Sorting;

namespace Port143.Server.Commands.Search;

/// <summary>The order that a SORT asks for.</summary>
internal sealed class SortOrder(IReadOnlyList<SortCriterion> criteria, Collation comparator)
{
    private readonly (SortField Field, bool Reverse)[] _fields = [.. criteria.Where(c => c.Key != SortKey.Relevancy).Select(c => (FieldOf(c.Key), c.Reverse))];

    /// <summary>Whether the messages that match FUZZY keys best come first, or with REVERSE last; null without RELEVANCY.</summary>
    public bool? BestFirst { get; } = criteria is [{ Key: SortKey.Relevancy } first, ..] ? !first.Reverse : null;

    /// <summary>The UIDs in this order, RELEVANCY left out; those that were expunged meanwhile may be left out.</summary>
    public ValueTask<ReadOnlyMemory<uint>> SortAsync(
        ImapSession session, SelectedMailbox selected, UidSet uids, CancellationToken cancel, WorkCount? count = null) =>
        MessageSorter.SortAsync(session.Services.Indexes.SortColumns, selected.Index, uids, _fields, comparator, count, cancel);

    /// <summary>The same for a client that waits: a long sort says how far it is.</summary>
    public ValueTask<ReadOnlyMemory<uint>> SortTellingAsync(ImapSession session, SelectedMailbox selected, UidSet uids, CancellationToken cancel)
    {
        var count = new WorkCount();
        return Progress.AwaitAsync(session, SortAsync(session, selected, uids, cancel, count), count);
    }

    private static SortField FieldOf(SortKey key) => key switch
    {
        SortKey.Arrival => SortField.Arrival,
        SortKey.Cc => SortField.Cc,
        SortKey.Date => SortField.Date,
        SortKey.From => SortField.From,
        SortKey.Size => SortField.Size,
        SortKey.Subject => SortField.Subject,
        SortKey.To => SortField.To,
        SortKey.DisplayFrom => SortField.DisplayFrom,
        _ => SortField.DisplayTo,
    };
}
