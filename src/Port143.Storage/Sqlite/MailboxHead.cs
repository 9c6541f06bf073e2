using Port143.Mail;

namespace Port143.Storage.Sqlite;

/// <summary>A mailbox row within a transaction, and what the transaction adds to the mailbox's log.</summary>
internal sealed class MailboxHead
{
    private const uint LastUid = int.MaxValue; // some clients read UIDs as signed numbers
    private const int TouchedLimit = 256;
    private readonly List<MessageRow> _rows = [];
    private readonly List<ExpungedUid> _expunged = [];
    private readonly long _before;
    private List<SeenMark>? _marks;
    private List<WideStore>? _logged;
    private List<WideStore>? _wideStores;
    private IReadOnlyList<string> _keywords;

    public MailboxHead(MailboxId id, uint uidValidity, uint uidNext, long modSeq, long floor, uint firstRecent, IReadOnlyList<string> keywords)
    {
        Id = id;
        UidValidity = uidValidity;
        UidNext = uidNext;
        ModSeq = _before = modSeq;
        Floor = floor;
        FirstRecent = firstRecent;
        _keywords = keywords;
    }

    public MailboxId Id { get; }

    public uint UidValidity { get; }

    public uint UidNext { get; private set; }

    public long ModSeq { get; private set; }

    public long Floor { get; }

    public uint FirstRecent { get; set; }

    public IReadOnlyList<string> Keywords => _keywords;

    /// <summary>The MODSEQ of the mailbox before the transaction.</summary>
    public long Before => _before;

    /// <summary>Whether the row must be written back.</summary>
    public bool IsChanged { get; private set; }

    /// <summary>Whether readers of the log have something to read.</summary>
    public bool HasNews => ModSeq != _before;

    /// <summary>Marks the row as changed without a MODSEQ.</summary>
    public void Touch() => IsChanged = true;

    /// <summary>The MODSEQ of the next change; everything that the change touches gets it.</summary>
    public long NextModSeq()
    {
        IsChanged = true;
        return ++ModSeq;
    }

    /// <summary>Whether there are that many UIDs left.</summary>
    public bool HasUids(int count) => count <= (long)LastUid - UidNext + 1;

    /// <summary>The next UID.</summary>
    public uint NextUid()
    {
        IsChanged = true;
        return UidNext++;
    }

    /// <summary>The number of a keyword, by its name in any case, or -1.</summary>
    public int FindKeyword(string name)
    {
        for (int i = 0; i < _keywords.Count; i++)
        {
            if (_keywords[i].Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                return i;
            }
        }
        return -1;
    }

    /// <summary>Adds a keyword; the caller has checked that there is room and that it is new.</summary>
    public int AddKeyword(string name)
    {
        _keywords = [.. _keywords, name];
        return _keywords.Count - 1;
    }

    public void Log(in MessageRow row) => _rows.Add(row);

    public void Log(List<MessageRow> rows) => _rows.AddRange(rows);

    public void Log(ExpungedUid expunged) => _expunged.Add(expunged);

    public void Log(SeenMark mark) => (_marks ??= []).Add(mark);

    public void Log(WideStore store) => (_logged ??= []).Add(store);

    /// <summary>The wide STOREs that are not in the message rows yet.</summary>
    public List<WideStore> WideStores(SqliteDatabase database) => _wideStores ??= SqliteWideStores.Read(database, Id);

    /// <summary>Whether the transaction changed any of these messages, or so much that looking would take long.</summary>
    public bool HasTouched(UidSet uids) =>
        _logged is not null || _expunged.Count > 0 || _rows.Count > TouchedLimit || _rows.Exists(r => uids.Contains(r.Uid));

    public MailboxState State => new(UidValidity, UidNext, ModSeq, Floor, FirstRecent, _keywords);

    /// <summary>What the transaction added to the log.</summary>
    public LogPage Page()
    {
        IReadOnlyList<MessageRow> rows = _rows;
        if (!IsAscending())
        {
            // Several changes met in one transaction: keep the last word on each message, and none on the expunged.
            var last = new SortedDictionary<uint, MessageRow>();
            foreach (MessageRow row in _rows)
            {
                last[row.Uid] = row;
            }
            rows = [.. last.Values];
        }
        if (_expunged.Count > 0 && rows.Count > 0)
        {
            HashSet<uint> gone = [.. _expunged.Select(e => e.Uid)];
            rows = [.. rows.Where(r => !gone.Contains(r.Uid))];
        }
        if (_logged is not null && rows.Count > 0)
        {
            rows = [.. rows.Select(r => SqliteWideStores.Apply(_logged, r))];
        }
        return new LogPage(_before, State, rows, _expunged)
        {
            Marks = _marks ?? (IReadOnlyList<SeenMark>)[],
            WideStores = _logged ?? (IReadOnlyList<WideStore>)[],
        };
    }

    private bool IsAscending()
    {
        for (int i = 1; i < _rows.Count; i++)
        {
            if (_rows[i].Uid <= _rows[i - 1].Uid)
            {
                return false;
            }
        }
        return true;
    }
}
