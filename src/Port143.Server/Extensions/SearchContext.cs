using Port143.Mail;
using Port143.Protocol.Imap;
using Port143.Protocol.Imap.Commands.Fetch;
using Port143.Server.Commands.Search;
using Port143.Server.Sessions;

namespace Port143.Server.Extensions;

/// <summary>
/// A search whose result is kept up to date for the client (RFC 5267 section 4.3, UPDATE): what the client knows of it, and
/// how it is told what joins and leaves.
/// </summary>
internal sealed class SearchContext(
    string tag, bool uid, SearchTest test, SortOrder? order, ResultList found, IReadOnlyList<FetchItem> items)
{
    private UidSet _members = found.ToSet();
    private uint[] _sorted = order is null ? [] : found.ToArray(); // in the order of SORT

    /// <summary>The tag of the command that made it.</summary>
    public string Tag => tag;

    /// <summary>Whether the client is told UIDs.</summary>
    public bool Uid => uid;

    /// <summary>What the client is told of a new message that joins (RFC 5465 section 7).</summary>
    public IReadOnlyList<FetchItem> Items => items;

    /// <summary>Takes out what is expunged, while the client can still number it.</summary>
    public async ValueTask RemoveAsync(ImapSession session, SelectedMailbox selected, UidSet expunged)
    {
        UidSet gone = _members.Intersect(expunged);
        if (!gone.IsEmpty)
        {
            Begin(session);
            await TellGoneAsync(session, selected, gone).ConfigureAwait(false);
            End(session);
        }
    }

    /// <summary>Asks the search again of messages that are new or changed; null where the result stays as it is.</summary>
    public async ValueTask<SearchContextChange?> FindAsync(ImapSession session, SelectedMailbox selected, UidSet changed, CancellationToken cancel)
    {
        UidSet matching = await new SearchEvaluator(session, selected, test).RunAsync(changed, cancel).ConfigureAwait(false);
        UidSet added = matching.Except(_members), gone = _members.Intersect(changed).Except(matching);
        uint[]? sorted = null;
        if (order is not null && !added.IsEmpty)
        {
            var wanted = new UidSetBuilder();
            wanted.Add(_members.Except(gone));
            wanted.Add(added);
            sorted = (await order.SortAsync(session, selected, wanted.Build(), cancel).ConfigureAwait(false)).ToArray();
            // What cannot be sorted any more was expunged in this moment.
            UidSet there = new ResultList(sorted).ToSet();
            added = added.Intersect(there);
            gone = _members.Except(there);
        }
        return added.IsEmpty && gone.IsEmpty ? null : new SearchContextChange(this, added, gone, sorted);
    }

    /// <summary>Tells what joins and leaves.</summary>
    public async ValueTask TellAsync(ImapSession session, SelectedMailbox selected, SearchContextChange change)
    {
        Begin(session);
        if (!change.Gone.IsEmpty)
        {
            await TellGoneAsync(session, selected, change.Gone).ConfigureAwait(false);
        }
        if (!change.Added.IsEmpty)
        {
            await TellAddedAsync(session, selected, change.Added, change.Sorted).ConfigureAwait(false);
        }
        End(session);
    }

    // ret-data-removefrom = "REMOVEFROM" SP "(" context-position SP sequence-set *(SP context-position SP sequence-set) ")"
    private async ValueTask TellGoneAsync(ImapSession session, SelectedMailbox selected, UidSet gone)
    {
        session.Writer.Raw(" REMOVEFROM ("u8);
        _members = _members.Except(gone);
        if (order is null)
        {
            await TellAsync(session, selected, 0, new ResultList(gone)).ConfigureAwait(false);
        }
        else
        {
            // From the last place down, so that no place changes before it is told.
            bool first = true;
            for (int end = _sorted.Length; end > 0;)
            {
                if (!gone.Contains(_sorted[end - 1]))
                {
                    end--;
                    continue;
                }
                int start = end - 1;
                while (start > 0 && gone.Contains(_sorted[start - 1]))
                {
                    start--;
                }
                Separate(session, ref first);
                await TellAsync(session, selected, start + 1, new ResultList(_sorted.AsMemory(start, end - start))).ConfigureAwait(false);
                end = start;
            }
            _sorted = [.. _sorted.Where(u => !gone.Contains(u))];
        }
        session.Writer.Byte((byte)')');
    }

    // ret-data-addto = "ADDTO" SP "(" context-position SP sequence-set *(SP context-position SP sequence-set) ")"
    private async ValueTask TellAddedAsync(ImapSession session, SelectedMailbox selected, UidSet added, uint[]? sorted)
    {
        session.Writer.Raw(" ADDTO ("u8);
        var members = new UidSetBuilder();
        members.Add(_members);
        members.Add(added);
        _members = members.Build();
        if (sorted is null)
        {
            await TellAsync(session, selected, 0, new ResultList(added)).ConfigureAwait(false);
        }
        else
        {
            // From the first place up: what comes before is in its place already.
            bool first = true;
            for (int start = 0; start < sorted.Length; start++)
            {
                int end = start;
                while (end < sorted.Length && added.Contains(sorted[end]))
                {
                    end++;
                }
                if (end > start)
                {
                    Separate(session, ref first);
                    await TellAsync(session, selected, start + 1, new ResultList(sorted.AsMemory(start, end - start))).ConfigureAwait(false);
                    start = end;
                }
            }
            _sorted = sorted;
        }
        session.Writer.Byte((byte)')');
    }

    private ValueTask TellAsync(ImapSession session, SelectedMailbox selected, int place, ResultList uids)
    {
        session.Writer.Number((ulong)place).Space();
        return (uid ? uids : uids.ToNumbers(selected.Numbers)).WriteSetAsync(session);
    }

    private static void Separate(ImapSession session, ref bool first)
    {
        if (!first)
        {
            session.Writer.Space();
        }
        first = false;
    }

    private void Begin(ImapSession session)
    {
        session.IsMidResponse = true;
        EsearchResponse.Begin(session.Writer, tag, uid);
    }

    private static void End(ImapSession session)
    {
        session.Writer.CrLf();
        session.IsMidResponse = false;
    }
}
