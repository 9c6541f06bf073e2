using Port143.Storage;

namespace Port143.Server.Sessions;

/// <summary>Wakes the sessions that are to be told when annotations of their account change.</summary>
internal sealed class MetadataWatch : IDisposable
{
    private readonly IMailStorage _storage;
    private readonly Dictionary<AccountId, List<ImapSession>> _watchers = [];

    public MetadataWatch(IMailStorage storage)
    {
        _storage = storage;
        storage.Committed += OnCommitted;
    }

    public void Add(ImapSession session)
    {
        lock (_watchers)
        {
            if (!_watchers.TryGetValue(session.AccountId, out List<ImapSession>? sessions))
            {
                _watchers.Add(session.AccountId, sessions = []);
            }
            sessions.Add(session);
        }
    }

    public void Remove(ImapSession session)
    {
        lock (_watchers)
        {
            if (_watchers.TryGetValue(session.AccountId, out List<ImapSession>? sessions) && sessions.Remove(session) && sessions.Count == 0)
            {
                _watchers.Remove(session.AccountId);
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
                session.OnMetadataChanged();
            }
        }
    }
}
