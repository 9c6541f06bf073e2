using Port143.Mail;

namespace Port143.Storage.Sqlite;

/// <summary>
/// What this process knows of an account's mailboxes: their list and their heads. It raises the notices, of own commits and of
/// what other processes did.
/// </summary>
internal sealed class SqliteAccountNews
{
    private readonly SqliteAccount _account;
    private readonly SqliteMailStorage _storage;
    private readonly Lock _lock = new();
    private readonly Dictionary<MailboxId, long> _heads = [];
    private MailboxList? _list;
    private long _listVersion = -1; // of the list of mailboxes, as in the file; -1: not known
    private long _annotationHead = -1; // of the log of annotations; -1: not known
    private int _commits; // of this process

    public SqliteAccountNews(SqliteAccount account, SqliteMailStorage storage)
    {
        _account = account;
        _storage = storage;
    }

    /// <summary>The list of mailboxes, from memory unless it changed.</summary>
    public MailboxList List()
    {
        if (Volatile.Read(ref _list) is { } known)
        {
            return known;
        }
        int commits = Volatile.Read(ref _commits);
        (MailboxList? list, long version) = _account.ReadSnapshot(((MailboxList?)null, 0L), reader =>
            (SqliteMailboxReader.ReadList(reader), ReadListVersion(reader)));
        if (list is null)
        {
            return new MailboxList([], []);
        }
        lock (_lock)
        {
            // Kept only if no commit changed the list while it was read.
            if (commits == _commits)
            {
                _list = list;
                _listVersion = version;
            }
        }
        return list;
    }

    /// <summary>Raises the notices of a commit.</summary>
    public void Tell(SqliteTransaction transaction)
    {
        lock (_lock)
        {
            _commits++;
            if (transaction.ListChanged)
            {
                _list = null;
                _listVersion = transaction.ListVersion;
            }
            if (transaction.AnnotationHead != 0)
            {
                _annotationHead = transaction.AnnotationHead;
            }
            foreach (MailboxHead head in transaction.Heads)
            {
                _heads[head.Id] = head.ModSeq;
            }
            foreach (MailboxId deleted in transaction.Deleted)
            {
                _heads.Remove(deleted);
            }
        }
        bool isNews = transaction.ListChanged;
        foreach (MailboxHead head in transaction.Heads)
        {
            if (head.HasNews)
            {
                isNews = true;
                _storage.Raise(new CommitNotice(_account.Id, head.Id, head.Page(), false));
            }
        }
        TellGone(transaction.Deleted);
        if (transaction.ListChanged)
        {
            _storage.Raise(new CommitNotice(_account.Id, null, null, true));
        }
        if (transaction.AnnotationHead != 0)
        {
            isNews = true;
            _storage.Raise(new CommitNotice(_account.Id, null, null, false, AnnotationsChanged: true));
        }
        if (isNews)
        {
            _storage.TellOthers(_account.Id);
        }
    }

    /// <summary>Raises a notice for each mailbox whose head another process moved. Costs little when none did.</summary>
    public void Refresh()
    {
        if (_account.Lease() is not { } reader)
        {
            return;
        }
        var moved = new List<MailboxId>();
        var gone = new List<MailboxId>();
        bool listChanged = false;
        bool annotationsChanged = false;
        try
        {
            // Own commits can come in between; what was read may then be older than what is known.
            while (!TryRefresh(reader, moved, gone, out listChanged, out annotationsChanged))
            {
            }
        }
        finally
        {
            _account.Return(reader);
        }
        foreach (MailboxId mailbox in moved)
        {
            _storage.Raise(new CommitNotice(_account.Id, mailbox, null, false));
        }
        TellGone(gone);
        if (listChanged)
        {
            _storage.Raise(new CommitNotice(_account.Id, null, null, true));
        }
        if (annotationsChanged)
        {
            _storage.Raise(new CommitNotice(_account.Id, null, null, false, AnnotationsChanged: true));
        }
    }

    /// <summary>Says that the account is gone with all its mailboxes.</summary>
    public void TellDeleted()
    {
        MailboxId[] gone;
        lock (_lock)
        {
            gone = [.. _heads.Keys.Union(_list?.Mailboxes.Select(m => m.Id) ?? [])];
            _heads.Clear();
            _list = null;
        }
        TellGone(gone);
        _storage.Raise(new CommitNotice(_account.Id, null, null, true));
    }

    private static long ReadListVersion(SqliteDatabase reader) => reader.Scalar("SELECT value FROM counter WHERE name='list'");

    private bool TryRefresh(SqliteDatabase reader, List<MailboxId> moved, List<MailboxId> gone, out bool listChanged, out bool annotationsChanged)
    {
        listChanged = annotationsChanged = false;
        int commits = Volatile.Read(ref _commits);
        // Before the heads: a commit in between is then looked at twice, not missed.
        long version = reader.Scalar("PRAGMA data_version");
        if (version == reader.SeenVersion)
        {
            return true;
        }
        long listVersion = ReadListVersion(reader);
        long annotationHead = SqliteAnnotationReader.ReadHead(reader);
        var heads = new List<(MailboxId Id, long Head)>();
        using (SqliteStatement row = reader.Prepare("SELECT id, modseq FROM mailbox"))
        {
            while (row.Step())
            {
                heads.Add((new MailboxId(row.Int64(0)), row.Int64(1)));
            }
        }
        lock (_lock)
        {
            if (commits != _commits)
            {
                return false;
            }
            reader.SeenVersion = version;
            foreach ((MailboxId id, long head) in heads)
            {
                if (_heads.TryGetValue(id, out long known) && known < head)
                {
                    moved.Add(id);
                }
                _heads[id] = head;
            }
            if (_heads.Count > heads.Count)
            {
                gone.AddRange(_heads.Keys.Except(heads.Select(h => h.Id)));
                gone.ForEach(id => _heads.Remove(id));
            }
            listChanged = _listVersion >= 0 && _listVersion != listVersion;
            if (listChanged)
            {
                _list = null;
            }
            _listVersion = listVersion;
            annotationsChanged = _annotationHead >= 0 && _annotationHead != annotationHead;
            _annotationHead = annotationHead;
            return true;
        }
    }

    private void TellGone(IEnumerable<MailboxId> mailboxes)
    {
        foreach (MailboxId mailbox in mailboxes)
        {
            _storage.Raise(new CommitNotice(_account.Id, mailbox, null, true));
        }
    }
}
