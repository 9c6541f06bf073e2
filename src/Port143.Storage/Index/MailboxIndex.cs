using Port143.Mail;

namespace Port143.Storage.Index;

/// <summary>
/// The columns of an open mailbox in memory, shared by all its sessions: UID, flags, MODSEQ, dates, sizes and contents as
/// arrays in UID order. A cache of the rows, caught up from the log, never the truth.
/// <para>
/// Everything here is quick and takes one lock; nothing waits for a client or a disk while it holds it. Callers copy what
/// they need in pages.
/// </para>
/// </summary>
public sealed partial class MailboxIndex
{
    /// <summary>How many of the latest changes are remembered one by one, so that small news cost no scan.</summary>
    private const int TailLimit = 4096;

    private readonly Lock _lock = new();
    private readonly List<ExpungedUid> _expunged = [];
    private readonly List<(long ModSeq, uint Uid)> _tail = [];
    private readonly SequenceMap _numbers = new([]);
    private long _tailFloor;
    private long _expungedFloor;
    private uint[] _uids = [];
    private long[] _modSeqs = [];
    private FlagSet[] _flags = [];
    private InternalDate[] _dates = [];
    private long[] _saved = [];
    private uint[] _sizes = [];
    private long[] _contents = [];
    private bool _contentsAscend = true; // no message is a copy that came later than its content
    private int _count;
    private uint _unseen;
    private uint _deleted;
    private ulong _size;
    private uint _firstRecent;
    private uint _allSeenBelow; // every message with a lower UID has \Seen
    private volatile IChangeListener[] _listeners = [];

    internal MailboxIndex(AccountId account, MailboxId id, LogPage all)
    {
        Reader = all.Reader;
        Account = account;
        Id = id;
        State = all.State;
        _firstRecent = all.State.FirstRecent;
        _tailFloor = _expungedFloor = all.State.Head;
        Reserve(all.Rows.Count);
        foreach (MessageRow row in all.Rows)
        {
            AppendRow(row);
        }
    }

    /// <summary>The account.</summary>
    public AccountId Account { get; }

    /// <summary>The mailbox.</summary>
    public MailboxId Id { get; }

    /// <summary>Whose <c>\Seen</c> the flags have, where readers have it of their own; null: the owner's.</summary>
    public AccountId? Reader { get; }

    /// <summary>The head of the log that the columns have reached.</summary>
    public MailboxState State { get; private set; }

    /// <summary>Whether the mailbox was deleted; its sessions then end.</summary>
    public bool IsGone { get; private set; }

    /// <summary>How many messages there are.</summary>
    public int Count => _count;

    /// <summary>About how many bytes the columns take.</summary>
    public long Weight => 256 + _uids.Length * 64L;

    /// <summary>Whether somebody listens.</summary>
    public bool IsWatched => _listeners.Length > 0;

    internal long LastUse { get; set; }

    /// <summary>Whether reading the log failed: what is here is older than what was announced.</summary>
    internal bool IsBehind { get; set; }

    /// <summary>What STATUS and SELECT count.</summary>
    public MailboxCounts Counts
    {
        get
        {
            lock (_lock)
            {
                return new MailboxCounts((uint)_count, _unseen, _deleted, _size);
            }
        }
    }

    /// <summary>Adds somebody who is told after each change.</summary>
    public void Watch(IChangeListener listener)
    {
        lock (_lock)
        {
            _listeners = [.. _listeners, listener];
        }
    }

    /// <summary>Takes a listener away.</summary>
    public void Unwatch(IChangeListener listener)
    {
        lock (_lock)
        {
            _listeners = [.. _listeners.Where(l => !ReferenceEquals(l, listener))];
        }
    }

    /// <summary>A cursor at the head, and the state it stands at.</summary>
    public MailboxCursor OpenCursor(out MailboxState state, out MailboxCounts counts, out uint firstUnseen)
    {
        lock (_lock)
        {
            state = State;
            counts = new MailboxCounts((uint)_count, _unseen, _deleted, _size);
            firstUnseen = _unseen == 0 ? 0 : FirstUnseen();
            return new MailboxCursor(State.Head, _numbers.Clone());
        }
    }

    /// <summary>
    /// Takes the messages that no session was told as \Recent yet: from the returned UID on they are the caller's. Null when
    /// there are none.
    /// </summary>
    public uint? ClaimRecent()
    {
        lock (_lock)
        {
            if (_firstRecent >= State.UidNext)
            {
                return null;
            }
            uint first = _firstRecent;
            _firstRecent = State.UidNext;
            return first;
        }
    }

    /// <summary>The lowest UID that no session was told as \Recent yet.</summary>
    public uint FirstRecent => _firstRecent;

    /// <summary>
    /// Copies the rows of <paramref name="uids"/> from <paramref name="from"/> on, in UID order, until
    /// <paramref name="page"/> is full. Returns how many were copied; fewer than a full page means the end.
    /// </summary>
    public int CopyRows(UidSet uids, uint from, Span<MessageRow> page)
    {
        lock (_lock)
        {
            int copied = 0;
            foreach (UidRange range in uids.Ranges)
            {
                if (range.Last < from)
                {
                    continue;
                }
                for (int i = IndexOf(Math.Max(range.First, from)); i < _count && _uids[i] <= range.Last; i++)
                {
                    if (copied == page.Length)
                    {
                        return copied;
                    }
                    page[copied++] = RowAt(i);
                }
            }
            return copied;
        }
    }

    /// <summary>
    /// Shows the rows of <paramref name="uids"/> from <paramref name="from"/> on to a visitor, in UID order and in stretches of
    /// neighbours, until it saw <paramref name="most"/>. Returns the UID to go on from, or 0 at the end.
    /// </summary>
    public uint Scan(UidSet uids, uint from, int most, IColumnVisitor visitor)
    {
        ReadOnlySpan<UidRange> ranges = uids.Ranges;
        int low = 0, high = ranges.Length;
        while (low < high)
        {
            int middle = (low + high) / 2;
            (low, high) = ranges[middle].Last < from ? (middle + 1, high) : (low, middle);
        }
        lock (_lock)
        {
            for (; low < ranges.Length; low++)
            {
                int start = IndexOf(Math.Max(ranges[low].First, from));
                int end = ranges[low].Last == uint.MaxValue ? _count : IndexOf(ranges[low].Last + 1);
                if (start == _count)
                {
                    break;
                }
                int count = Math.Min(end - start, most);
                if (count > 0)
                {
                    visitor.Visit(Columns(start, count));
                    most -= count;
                }
                if (start + count < end)
                {
                    return _uids[start + count];
                }
                if (most == 0)
                {
                    return low + 1 < ranges.Length ? ranges[low + 1].First : 0;
                }
            }
        }
        return 0;
    }

    /// <summary>
    /// The UIDs of all messages whose content is above <paramref name="above"/> or in one of the sets. Null when finding them would
    /// take longer than looking at every row.
    /// </summary>
    public UidSet? FindContents(long above, ContentSet some, ContentSet others)
    {
        if (some.Count + others.Count > _count / 16)
        {
            return null;
        }
        lock (_lock)
        {
            if (!_contentsAscend)
            {
                return null;
            }
            ReadOnlySpan<long> contents = _contents.AsSpan(0, _count);
            var found = new UidSetBuilder();
            foreach (ContentSet set in (ReadOnlySpan<ContentSet>)[some, others])
            {
                foreach (long content in set.ToArray())
                {
                    if (contents.BinarySearch(content) is var at and >= 0)
                    {
                        found.Add(_uids[at]);
                    }
                }
            }
            int later = contents.BinarySearch(above + 1);
            foreach (uint uid in _uids.AsSpan(0, _count)[(later < 0 ? ~later : later)..])
            {
                found.Add(uid);
            }
            return found.Build();
        }
    }

    /// <summary>The row of one message, if it is there.</summary>
    public bool TryGetRow(uint uid, out MessageRow row)
    {
        lock (_lock)
        {
            if (TryFind(uid, out int at))
            {
                row = RowAt(at);
                return true;
            }
        }
        row = default;
        return false;
    }

    /// <summary>The UIDs of all messages for which <paramref name="test"/> holds, among <paramref name="among"/>.</summary>
    public UidSet Find<TTest>(UidSet among, ref TTest test)
        where TTest : struct, IRowTest
    {
        var found = new UidSetBuilder();
        lock (_lock)
        {
            foreach (UidRange range in among.Ranges)
            {
                for (int i = IndexOf(range.First); i < _count && _uids[i] <= range.Last; i++)
                {
                    if (test.Matches(RowAt(i)))
                    {
                        found.Add(_uids[i]);
                    }
                }
            }
        }
        return found.Build();
    }

    /// <summary>
    /// Finds what a STORE changes; false when the columns are not those of this head of the log, or not the owner's.
    /// </summary>
    internal bool TryFindTargets(long head, UidSet uids, StoreTargets targets)
    {
        lock (_lock)
        {
            if (State.Head != head || Reader is not null)
            {
                return false;
            }
            foreach (UidRange range in uids.Ranges)
            {
                for (int i = IndexOf(range.First); i < _count && _uids[i] <= range.Last; i++)
                {
                    if (targets.Consider(_uids[i], _modSeqs[i], _flags[i]))
                    {
                        targets.Keep(RowAt(i));
                    }
                }
            }
            return true;
        }
    }

    /// <summary>The UIDs of all messages.</summary>
    public UidSet AllUids()
    {
        var all = new UidSetBuilder();
        lock (_lock)
        {
            foreach (uint uid in _uids.AsSpan(0, _count))
            {
                all.Add(uid);
            }
        }
        return all.Build();
    }

    private uint FirstUnseen()
    {
        for (int i = IndexOf(_allSeenBelow); i < _count; i++)
        {
            if (!_flags[i].Has(SystemFlag.Seen))
            {
                _allSeenBelow = _uids[i];
                return (uint)i + 1;
            }
        }
        return 0;
    }

    private RowColumns Columns(int start, int count) => new()
    {
        Uids = _uids.AsSpan(start, count),
        ModSeqs = _modSeqs.AsSpan(start, count),
        Flags = _flags.AsSpan(start, count),
        Dates = _dates.AsSpan(start, count),
        Saved = _saved.AsSpan(start, count),
        Sizes = _sizes.AsSpan(start, count),
        Contents = _contents.AsSpan(start, count),
    };

    private MessageRow RowAt(int i) => new(_uids[i], _modSeqs[i], _flags[i], _dates[i], _saved[i], _sizes[i], _contents[i]);

    private bool TryFind(uint uid, out int at)
    {
        at = IndexOf(uid);
        return at < _count && _uids[at] == uid;
    }

    private int IndexOf(uint uid)
    {
        int at = _uids.AsSpan(0, _count).BinarySearch(uid);
        return at < 0 ? ~at : at;
    }

    private void AppendRow(in MessageRow row)
    {
        Reserve(_count + 1);
        _contentsAscend &= _count == 0 || row.Content > _contents[_count - 1];
        _uids[_count] = row.Uid;
        _modSeqs[_count] = row.ModSeq;
        _flags[_count] = row.Flags;
        _dates[_count] = row.InternalDate;
        _saved[_count] = row.SaveDate;
        _sizes[_count] = row.Size;
        _contents[_count] = row.Content;
        _count++;
        _size += row.Size;
        _numbers.Append([row.Uid]);
        Remember(row.Flags);
    }

    private void Remember(FlagSet flags)
    {
        _unseen += flags.Has(SystemFlag.Seen) ? 0u : 1u;
        _deleted += flags.Has(SystemFlag.Deleted) ? 1u : 0u;
    }

    private void Forget(FlagSet flags)
    {
        _unseen -= flags.Has(SystemFlag.Seen) ? 0u : 1u;
        _deleted -= flags.Has(SystemFlag.Deleted) ? 1u : 0u;
    }

    private void Reserve(int count)
    {
        if (count <= _uids.Length)
        {
            return;
        }
        int size = Math.Max(count, Math.Max(8, _uids.Length + _uids.Length / 2));
        Array.Resize(ref _uids, size);
        Array.Resize(ref _modSeqs, size);
        Array.Resize(ref _flags, size);
        Array.Resize(ref _dates, size);
        Array.Resize(ref _saved, size);
        Array.Resize(ref _sizes, size);
        Array.Resize(ref _contents, size);
    }
}
