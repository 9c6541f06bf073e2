using Port143.Mail;
using Port143.Protocol.Imap.Commands;
using Port143.Protocol.Imap.Commands.Notify;
using Port143.Server.Commands;
using Port143.Server.Commands.List;
using Port143.Server.Sessions;
using Port143.Storage;
using Port143.Storage.Index;

namespace Port143.Server.Extensions.Notify;

/// <summary>
/// NOTIFY (RFC 5465) of one session, from one NOTIFY command to the next. The session remembers the list of mailboxes and the
/// head of each log that it told. A commit raises a flag and leaves the mailbox's number, no more; what there is to tell is read
/// from the logs when the session comes to it, so that any number of changes in between are told as one.
/// <para>
/// The selected mailbox is the publisher's (<see cref="Publisher"/>); here are all others, and the list.
/// </para>
/// </summary>
internal sealed class Notifications(ImapSession session, NotifyRules rules) : IAccountListener, IDisposable
{
    private const NotifyEvents Arrivals = NotifyEvents.MessageNew | NotifyEvents.MessageExpunge;

    private readonly HashSet<MailboxName> _own = [];
    private readonly HashSet<AccountId> _watched = [];
    private readonly Lock _lock = new();
    private Dictionary<(AccountId, MailboxId), ToldMailbox> _told = [];
    private HashSet<(AccountId, MailboxId)> _moved = [];
    private bool _listChanged;
    private volatile bool _hasNews;
    private NotifyList? _list;

    public NotifyRules Rules => rules;

    /// <summary>Whether something may have to be told.</summary>
    public bool HasNews => _hasNews;

    /// <inheritdoc/>
    public void OnCommitted(AccountId account, MailboxId? mailbox, bool listChanged)
    {
        lock (_lock)
        {
            _listChanged |= listChanged;
            if (mailbox is { } one)
            {
                _moved.Add((account, one));
            }
        }
        _hasNews = true;
        session.OnChanged();
    }

    /// <summary>
    /// Whether the client wants to hear of the list of mailboxes, but not of that of this account, which shared nothing with it so far.
    /// </summary>
    public bool MissesListOf(AccountId account)
    {
        lock (_lock)
        {
            return _list is not null && !_watched.Contains(account);
        }
    }

    /// <summary>Looks at the list once more: somebody else may share something now.</summary>
    public void LookAgain()
    {
        if (_list is not null)
        {
            OnCommitted(session.AccountId, null, listChanged: true);
        }
    }

    /// <summary>
    /// Begins to watch, and tells the STATUS of every mailbox that is watched for messages. False when those are too many.
    /// </summary>
    public async ValueTask<bool> StartAsync(bool tellStatus, CancellationToken cancel)
    {
        if (!rules.HasOthers)
        {
            return true;
        }
        // First watch, then look: what happens in between is looked at twice.
        Watch(session.AccountId);
        _list = await NotifyList.ReadAsync(session, cancel).ConfigureAwait(false);
        foreach (MailboxView hidden in _list.Mailboxes.Where(m => !m.Has(MailboxRights.Read) && (EventsOf(m.Name) & NotifyEvents.Messages) != 0))
        {
            WriteNoAccess(hidden); // RFC 5465 section 3.1
        }
        if (!await WatchMailboxesAsync(_list, cancel).ConfigureAwait(false))
        {
            return false;
        }
        foreach (ToldMailbox mailbox in tellStatus ? _told.Values.OrderBy(t => t.View.Name).ToArray() : [])
        {
            if (!IsSelected(mailbox))
            {
                await StatusHandler.WriteAsync(session, mailbox.View, FirstItems(EventsOf(mailbox.View.Name)), cancel).ConfigureAwait(false);
                if (session.Writer.Written > 64 * 1024)
                {
                    await session.FlushAsync().ConfigureAwait(false);
                }
            }
        }
        return true;
    }

    /// <summary>Tells what happened since. False when too much is to be watched: the client gets no more notifications then.</summary>
    public async ValueTask<bool> TellAsync(CancellationToken cancel)
    {
        HashSet<(AccountId, MailboxId)> moved;
        bool listChanged;
        lock (_lock)
        {
            (moved, _moved) = (_moved, []);
            (listChanged, _listChanged) = (_listChanged, false);
            _hasNews = false;
        }
        if (listChanged && _list is not null && !await TellListAsync(cancel).ConfigureAwait(false))
        {
            return false;
        }
        _own.Clear();
        foreach ((AccountId, MailboxId) key in moved)
        {
            if (_told.TryGetValue(key, out ToldMailbox? mailbox) && !IsSelected(mailbox))
            {
                await TellMailboxAsync(mailbox, cancel).ConfigureAwait(false);
                if (session.Writer.Written > 64 * 1024)
                {
                    await session.FlushAsync().ConfigureAwait(false);
                }
            }
        }
        return true;
    }

    /// <summary>Whether to tell of annotations of a mailbox, or of the account (RFC 5465 sections 5.6 and 5.7).</summary>
    public bool TellsMetadata(MailboxName? mailbox) => mailbox is null
        ? (rules.AllOthers & NotifyEvents.ServerMetadataChange) != 0
        : _list is not null && (EventsOf(mailbox) & NotifyEvents.MailboxMetadataChange) != 0;

    /// <summary>The client itself changed the list so: it is not told of it (RFC 5465 section 5).</summary>
    public void OnOwnCommand(ImapCommand command)
    {
        switch (command)
        {
            case CreateCommand create:
                AddOwn(create.Mailbox);
                break;
            case DeleteCommand delete:
                AddOwn(delete.Mailbox);
                break;
            case RenameCommand rename:
                AddOwn(rename.From);
                AddOwn(rename.To);
                break;
            case SubscribeCommand subscribe:
                AddOwn(subscribe.Mailbox);
                break;
            case UnsubscribeCommand unsubscribe:
                AddOwn(unsubscribe.Mailbox);
                break;
        }
    }

    /// <summary>The client itself filed messages there, which was one change: it is not told of it (RFC 5465 section 5).</summary>
    public void OnOwnMessages(MailboxView target)
    {
        if (_told.TryGetValue((target.Account, target.Id), out ToldMailbox? mailbox))
        {
            mailbox.Own++;
        }
    }

    /// <summary>The selected mailbox becomes one of the others: what the client knows of it is what it was told so far.</summary>
    public void OnUnselected(SelectedMailbox selected)
    {
        if (_told.TryGetValue((selected.Account, selected.Index.Id), out ToldMailbox? mailbox))
        {
            mailbox.Head = selected.Cursor.Expunged;
            mailbox.UidNext = selected.Index.State.Head == selected.Cursor.Head
                ? Math.Max(selected.Index.State.UidNext, selected.Numbers.LastUid + 1)
                : selected.Numbers.LastUid + 1;
            mailbox.Unseen = null;
            mailbox.Own = 0;
            OnCommitted(selected.Account, selected.Index.Id, listChanged: false);
        }
    }

    public void Dispose()
    {
        foreach (AccountId account in _watched)
        {
            session.Services.Indexes.Unwatch(account, this);
        }
    }

    private void Watch(AccountId account)
    {
        bool isNew;
        lock (_lock)
        {
            isNew = _watched.Add(account);
        }
        if (isNew)
        {
            session.Services.Indexes.Watch(account, this);
        }
    }

    private bool IsSelected(ToldMailbox mailbox) =>
        session.Selected is { } selected && selected.Index.Id == mailbox.View.Id && selected.Account == mailbox.View.Account;

    private NotifyEvents EventsOf(MailboxName name) =>
        rules.EventsOf(name, _list!.IsPersonal(name), _list.IsSubscribed(name));

    // Watches for messages what the rules and the list of now say. Of what was there before the client is told nothing.
    private async ValueTask<bool> WatchMailboxesAsync(NotifyList before, CancellationToken cancel)
    {
        var known = new Dictionary<(AccountId, MailboxId), ToldMailbox>();
        foreach (MailboxView view in _list!.Mailboxes)
        {
            Watch(view.Account);
            if ((rules.AllOthers & NotifyEvents.MailboxMetadataChange) != 0)
            {
                await MetadataNews.EnableAsync(session, view.Account, cancel).ConfigureAwait(false);
            }
            if ((EventsOf(view.Name) & NotifyEvents.Messages) == 0 || !view.Has(MailboxRights.Read))
            {
                continue;
            }
            if (known.Count == session.Services.Options.Limits.NotifyMailboxes)
            {
                return false;
            }
            (AccountId, MailboxId) key = (view.Account, view.Id);
            if (_told.TryGetValue(key, out ToldMailbox? told))
            {
                told.View = view;
                known.Add(key, told);
            }
            else if (!before.Has(view))
            {
                // New: whatever has arrived in it already is news.
                known.Add(key, new ToldMailbox(view, 1, 1));
                OnCommitted(view.Account, view.Id, listChanged: false);
            }
            else if (await session.Services.Storage.OpenMailboxAsync(view.Account, view.Id, cancel).ConfigureAwait(false) is { } state)
            {
                known.Add(key, new ToldMailbox(view, state.Head, state.UidNext));
            }
        }
        _told = known;
        return true;
    }

    private async ValueTask<bool> TellListAsync(CancellationToken cancel)
    {
        NotifyList old = _list!;
        NotifyList now = await NotifyList.ReadAsync(session, cancel).ConfigureAwait(false);
        foreach (ListChange change in ListChanges.Between(old, now, _own))
        {
            // A name is asked for by what it was and by what it is: both can be subscribed.
            _list = old;
            NotifyEvents wanted = EventsOf(change.Name) | (change.OldName is null ? NotifyEvents.None : EventsOf(change.OldName));
            _list = now;
            if (((wanted | EventsOf(change.Name)) & change.Event) != 0)
            {
                Write(now, change);
            }
        }
        _list = now;
        TellAccess(old, now);
        return await WatchMailboxesAsync(old, cancel).ConfigureAwait(false);
    }

    // RFC 5465 section 5.9: what cannot be read any more, and what can be read again.
    private void TellAccess(NotifyList old, NotifyList now)
    {
        foreach (MailboxView mailbox in now.Mailboxes)
        {
            if ((EventsOf(mailbox.Name) & NotifyEvents.Messages) == 0 || old.Find(mailbox.Name) is not { } before
                || before.Has(MailboxRights.Read) == mailbox.Has(MailboxRights.Read))
            {
                continue;
            }
            if (mailbox.Has(MailboxRights.Read))
            {
                Write(now, new ListChange(mailbox.Name, null, NotifyEvents.Messages));
            }
            else
            {
                WriteNoAccess(mailbox);
            }
        }
    }

    private void WriteNoAccess(MailboxView mailbox) =>
        session.Writer.Raw("* LIST (\\NoAccess) \"/\" "u8).Mailbox(mailbox.Name.Value).CrLf();

    private void Write(NotifyList list, ListChange change) => ListNews.Write(session, list.Entry(change.Name), change.OldName?.Value);

    private async ValueTask TellMailboxAsync(ToldMailbox mailbox, CancellationToken cancel)
    {
        MailboxView view = mailbox.View;
        MailboxIndex? index = await session.Services.Indexes.OpenAsync(view.Account, view.Id, view.Reader, cancel).ConfigureAwait(false);
        if (index is null)
        {
            return; // deleted: the list tells
        }
        IndexNews news = index.ReadNews(mailbox.Head, mailbox.Head);
        if (news.State.Head <= mailbox.Head)
        {
            return;
        }
        bool isOwn = mailbox.Own > 0 && news.State.Head == mailbox.Head + mailbox.Own;
        bool arrived = news.State.UidNext != mailbox.UidNext;
        bool expunged = news.Expunged is { IsEmpty: false } || news.Expunged is null
            && await session.Services.Storage.ReadExpungedAsync(view.Account, view.Id, mailbox.Head, cancel).ConfigureAwait(false) is { Count: > 0 };
        bool flagged = news.Changed.Any(r => r.Uid < mailbox.UidNext);
        uint unseen = index.Counts.Unseen;
        bool unseenChanged = mailbox.Unseen != unseen;
        mailbox.Head = news.State.Head;
        mailbox.UidNext = news.State.UidNext;
        mailbox.Own = 0;
        StatusItems items = isOwn ? StatusItems.None : NewsItems(EventsOf(view.Name), arrived || expunged, flagged, unseenChanged);
        if ((items & StatusItems.Unseen) != 0)
        {
            mailbox.Unseen = unseen;
        }
        else if (unseenChanged)
        {
            mailbox.Unseen = null;
        }
        if (items != StatusItems.None)
        {
            await StatusHandler.WriteAsync(session, view, items, cancel).ConfigureAwait(false);
        }
    }

    // RFC 5465 sections 5.1 to 5.3.
    private StatusItems NewsItems(NotifyEvents events, bool hasArrivals, bool flagged, bool unseenChanged)
    {
        StatusItems items = StatusItems.None;
        bool flags = (events & NotifyEvents.FlagChange) != 0;
        if (hasArrivals && (events & Arrivals) != 0)
        {
            items |= StatusItems.Messages | StatusItems.UidNext | StatusItems.UidValidity;
        }
        if (flags && (flagged || hasArrivals) && (session.Condstore || unseenChanged))
        {
            items |= StatusItems.UidValidity | (unseenChanged ? StatusItems.Unseen : StatusItems.None);
        }
        return items != StatusItems.None && session.Condstore ? items | StatusItems.HighestModSeq : items;
    }

    // RFC 5465 section 3.1: what the STATUS responses before NOTIFY's OK tell.
    private StatusItems FirstItems(NotifyEvents events)
    {
        StatusItems items = StatusItems.Messages | StatusItems.UidNext | StatusItems.UidValidity;
        if ((events & NotifyEvents.FlagChange) != 0)
        {
            items |= StatusItems.HighestModSeq | StatusItems.Unseen;
        }
        return session.Condstore ? items | StatusItems.HighestModSeq : items;
    }

    private void AddOwn(string text)
    {
        if (_list is not null && MailboxName.TryCreate(text, out MailboxName? name, out _))
        {
            _own.Add(name);
        }
    }
}
