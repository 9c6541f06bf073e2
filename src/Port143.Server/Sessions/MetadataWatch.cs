using Port143.Storage;

namespace Port143.Server.Sessions;

/// <summary>Wakes the sessions that are to be told when annotations of an account change: their own, or another's that shares mailboxes.</summary>
internal sealed class MetadataWatch : IDisposable
{
    private readonly IMailStorage _storage;
    private readonly Dictionary<AccountId, List<ImapSession>> _watchers = [];

    public MetadataWatch(IMailStorage storage)
    {
        _storage = storage;
        storage.Committed += OnCommitted;
    }

    public void Add(AccountId account, ImapSession session)
    {
        lock (_watchers)
        {
            if (!_watchers.TryGetValue(account, out List<ImapSession>? sessions))
            {
                _watchers.Add(account, sessions = []);
            }
            sessions.Add(session);
        }
    }

    /// <summary>The session is to be told nothing any more.</summary>
    public void Remove(ImapSession session)
    {
        lock (_watchers)
        {
            foreach (MetadataCursor cursor in session.Metadata)
            {
                if (_watchers.TryGetValue(cursor.Account, out List<ImapSession>? sessions) && sessions.Remove(session) && sessions.Count == 0)
                {
                    _watchers.Remove(cursor.Account);
                }
            }
        }
    }

    public void Dispose() => _storage.Committed -= OnCommitted;

    private void OnCommitted(CommitNotice notice)
    {
        if (!notice.AnnotationsChanged)
        {
            return;
        }
        lock (_watchers)
        {
            foreach (ImapSession session in _watchers.GetValueOrDefault(notice.Account) ?? [])
            {
                session.OnMetadataChanged(notice.Account);
            }
        }
    }
}
