using Port143.Mail;
using Port143.Protocol.Imap.Commands.Fetch;
using Port143.Server.Commands.Fetch;
using Port143.Server.Extensions;

namespace Port143.Server.Sessions;

/// <summary>
/// What a client wants to know of new messages without asking (RFC 5465): the data items that NOTIFY names, and those of the searches
/// that a message is a result of, in one FETCH response for each message. Reading them here sets no \Seen.
/// </summary>
internal sealed class Arrivals
{
    private readonly List<(UidSet Uids, IReadOnlyList<FetchItem> Items)> _groups = [];

    /// <summary>Puts together what to tell of which messages.</summary>
    /// <param name="fresh">The new messages.</param>
    /// <param name="items">What NOTIFY names.</param>
    /// <param name="changes">How the results of searches change.</param>
    public Arrivals(UidSet fresh, IReadOnlyList<FetchItem> items, IReadOnlyList<SearchContextChange> changes)
    {
        Add(fresh, items);
        foreach (SearchContextChange change in changes.Where(c => c.Context.Items.Count > 0))
        {
            foreach ((UidSet uids, IReadOnlyList<FetchItem> known) in _groups.ToArray())
            {
                _groups.Remove((uids, known));
                Add(uids.Intersect(change.Added), [.. known.Concat(change.Context.Items).Distinct()]);
                Add(uids.Except(change.Added), known);
            }
        }
    }

    public async ValueTask TellAsync(ImapSession session, SelectedMailbox selected, CancellationToken cancel)
    {
        foreach ((UidSet uids, IReadOnlyList<FetchItem> items) in _groups.Where(g => g.Items.Count > 0))
        {
            FetchPlan plan = FetchPlan.Make(items, withUid: session.Qresync && !session.UidOnly, withModSeq: session.Condstore);
            await new FetchRunner(session, selected, plan, uids, UidSet.Empty).RunAsync(descending: false, cancel).ConfigureAwait(false);
        }
    }

    private void Add(UidSet uids, IReadOnlyList<FetchItem> items)
    {
        if (!uids.IsEmpty)
        {
            _groups.Add((uids, items));
        }
    }
}
