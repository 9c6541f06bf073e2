using Port143.Mail;
using Port143.Protocol.Imap;
using Port143.Server.Commands.Search;
using Port143.Server.Sessions;
using Port143.Storage;
using Port143.Storage.Index;

namespace Port143.Server.Extensions;

/// <summary>
/// The searches that a session keeps up to date (RFC 5267 section 4.3). They read the same news of the log that the session is
/// told, and end with the selection of the mailbox.
/// </summary>
internal sealed class SearchContexts
{
    private readonly List<SearchContext> _contexts = [];

    /// <summary>Whether there is none.</summary>
    public bool IsEmpty => _contexts.Count == 0;

    /// <summary>Whether of new messages in some result more is to be told than that they are there.</summary>
    public bool WantItems => _contexts.Exists(c => c.Items.Count > 0);

    /// <summary>Whether a search with this tag is kept up to date.</summary>
    public bool Has(string tag) => _contexts.Exists(c => c.Tag == tag);

    /// <summary>Keeps the result of a search up to date, or tells the client that it is not kept (section 4.3.1).</summary>
    public void Add(ImapSession session, SearchRequest request, SearchTest test, ResultList found, bool isComplete)
    {
        if (!isComplete || _contexts.Count >= session.Services.Options.Limits.SearchContexts)
        {
            session.Writer.Raw("* NO ["u8).Ascii(ResponseCode.NoUpdate(request.Tag).Value).Raw(isComplete ? "] Too many contexts\r\n"u8 : "] Not all messages were searched\r\n"u8);
            return;
        }
        _contexts.Add(new SearchContext(request.Tag, request.Uid, test, request.Order, found, request.Returns?.UpdateItems ?? []));
    }

    /// <summary>Ends updates (section 4.3.5); false, and nothing happens, when one of the tags has none.</summary>
    public bool TryCancel(IReadOnlyList<string> tags)
    {
        if (!tags.All(Has))
        {
            return false;
        }
        _contexts.RemoveAll(c => tags.Contains(c.Tag));
        return true;
    }

    /// <summary>
    /// Tells what leaves because it is expunged, which must come before the EXPUNGE (section 4.3.4), and may long before: where
    /// a command forbids the EXPUNGE.
    /// </summary>
    public async ValueTask TellExpungedAsync(ImapSession session, SelectedMailbox selected, UidSet expunged)
    {
        DropNumbered(session);
        foreach (SearchContext context in _contexts)
        {
            await context.RemoveAsync(session, selected, expunged).ConfigureAwait(false);
        }
    }

    /// <summary>What joins and leaves because it is new or its flags changed; told after the EXISTS (section 4.3.3).</summary>
    public async ValueTask<IReadOnlyList<SearchContextChange>> FindChangesAsync(
        ImapSession session, SelectedMailbox selected, IndexNews news, CancellationToken cancel)
    {
        DropNumbered(session);
        if (_contexts.Count == 0 || news.Changed.Count == 0)
        {
            return [];
        }
        var changed = new UidSetBuilder();
        foreach (MessageRow row in news.Changed)
        {
            changed.Add(row.Uid);
        }
        UidSet known = changed.Build().Intersect(selected.Numbers.ToUidSet());
        var changes = new List<SearchContextChange>();
        foreach (SearchContext context in _contexts)
        {
            if (await context.FindAsync(session, selected, known, cancel).ConfigureAwait(false) is { } change)
            {
                changes.Add(change);
            }
        }
        return changes;
    }

    // A client that enabled UIDONLY is told no numbers any more (RFC 9586).
    private void DropNumbered(ImapSession session)
    {
        if (session.UidOnly)
        {
            _contexts.RemoveAll(c => !c.Uid);
        }
    }
}
