using System.Runtime.InteropServices;
using Port143.Mail;

namespace Port143.Storage.Index;

// How pages of the log become columns.
public sealed partial class MailboxIndex
{
    internal bool TryApply(LogPage page)
    {
        IChangeListener[] listeners;
        lock (_lock)
        {
            if (page.State.Head < State.Head
                || (page.State.Head == State.Head && page.Rows.Count == 0 && page.Expunged.Count == 0 && page.WideStores.Count == 0))
            {
                return true; // known already
            }
            if (page.After > State.Head)
            {
                return false; // a gap: read the log
            }
            if (Reader is { } reader)
            {
                page = page.Reader is null ? AsSeenBy(reader, page) : page;
                _firstRecent = Math.Max(_firstRecent, page.State.FirstRecent);
            }
            int tail = ApplyWide(page.WideStores);
            ApplyRows(page, tail);
            ApplyExpunged(page);
            State = page.State;
            listeners = _listeners;
        }
        Tell(listeners);
        return true;
    }

    internal void MarkGone()
    {
        IChangeListener[] listeners;
        lock (_lock)
        {
            IsGone = true;
            listeners = _listeners;
        }
        Tell(listeners);
    }

    private static void Tell(IChangeListener[] listeners)
    {
        foreach (IChangeListener listener in listeners)
        {
            listener.OnChanged();
        }
    }

    // The page of a notice has the owner's flags: here the reader keeps his \Seen, or changes it by his marks.
    private LogPage AsSeenBy(AccountId reader, LogPage page)
    {
        var rows = new SortedDictionary<uint, MessageRow>();
        foreach (MessageRow row in page.Rows)
        {
            if (row.ModSeq > State.Head)
            {
                rows[row.Uid] = row.SeenAs(TryFind(row.Uid, out int at) && _flags[at].Has(SystemFlag.Seen));
            }
        }
        foreach (WideStore store in page.WideStores)
        {
            AddSeenBy(rows, store);
        }
        foreach (SeenMark mark in page.Marks)
        {
            if (mark.Reader != reader || mark.ModSeq <= State.Head)
            {
                continue;
            }
            if (rows.TryGetValue(mark.Uid, out MessageRow row))
            {
                rows[mark.Uid] = (row with { ModSeq = Math.Max(row.ModSeq, mark.ModSeq) }).SeenAs(mark.IsSeen);
            }
            else if (TryFind(mark.Uid, out int at))
            {
                rows[mark.Uid] = (RowAt(at) with { ModSeq = mark.ModSeq }).SeenAs(mark.IsSeen);
            }
        }
        return page with { Rows = [.. rows.Values], WideStores = [], Reader = reader };
    }

    // Rows of the page have it already.
    private void AddSeenBy(SortedDictionary<uint, MessageRow> rows, WideStore store)
    {
        foreach (UidRange range in store.ModSeq > State.Head ? store.Uids.Ranges : [])
        {
            for (int i = IndexOf(range.First); i < _count && _uids[i] <= range.Last; i++)
            {
                MessageRow row = rows.GetValueOrDefault(_uids[i], RowAt(i));
                rows[_uids[i]] = store.Apply(row).SeenAs(row.Flags.Has(SystemFlag.Seen));
            }
        }
    }

    // Returns from where on the tail has this page.
    private int ApplyWide(IReadOnlyList<WideStore> stores)
    {
        int tail = _tail.Count;
        foreach (WideStore store in stores)
        {
            if (store.ModSeq <= State.Head)
            {
                continue; // the page begins before the head
            }
            bool isRemembered = store.Uids.UidCount <= TailLimit / 4;
            foreach (UidRange range in store.Uids.Ranges)
            {
                int first = IndexOf(range.First), i = first;
                for (; i < _count && _uids[i] <= range.Last; i++)
                {
                    FlagSet before = _flags[i], after = store.Apply(before);
                    Forget(before);
                    Remember(after);
                    _flags[i] = after;
                    _modSeqs[i] = store.ModSeq;
                    if (isRemembered)
                    {
                        _tail.Add((store.ModSeq, _uids[i]));
                    }
                }
                if (i > first && store.Removed.Has(SystemFlag.Seen))
                {
                    _allSeenBelow = Math.Min(_allSeenBelow, _uids[first]);
                }
            }
            if (!isRemembered)
            {
                // Looking at a column is quicker than at so many changes one by one.
                _tail.Clear();
                _tailFloor = store.ModSeq;
                tail = 0;
            }
        }
        return tail;
    }

    private void ApplyRows(LogPage page, int tail)
    {
        bool inOrder = true;
        foreach (MessageRow row in page.Rows)
        {
            if (row.ModSeq <= State.Head)
            {
                continue; // the page begins before the head
            }
            if (_count == 0 || row.Uid > _uids[_count - 1])
            {
                AppendRow(row);
            }
            else
            {
                if (!TryFind(row.Uid, out int at))
                {
                    continue; // expunged later in the log
                }
                _modSeqs[at] = row.ModSeq;
                if (Reader is not null && _flags[at] == row.Flags)
                {
                    continue; // the owner's \Seen: nothing that this reader would notice
                }
                Forget(_flags[at]);
                _flags[at] = row.Flags;
                Remember(row.Flags);
                if (!row.Flags.Has(SystemFlag.Seen))
                {
                    _allSeenBelow = Math.Min(_allSeenBelow, row.Uid);
                }
            }
            inOrder &= _tail.Count == tail || _tail[^1].ModSeq <= row.ModSeq;
            _tail.Add((row.ModSeq, row.Uid));
        }
        if (!inOrder)
        {
            // Rows come in UID order; a page of several changes is remembered in theirs.
            CollectionsMarshal.AsSpan(_tail)[tail..].Sort(static (a, b) => a.ModSeq.CompareTo(b.ModSeq));
        }
        if (_tail.Count > TailLimit)
        {
            int drop = _tail.Count - TailLimit / 2;
            _tailFloor = _tail[drop - 1].ModSeq;
            _tail.RemoveRange(0, drop);
        }
    }

    private void ApplyExpunged(LogPage page)
    {
        if (page.Expunged.Count == 0)
        {
            return;
        }
        var gone = new UidSetBuilder();
        foreach (ExpungedUid expunged in page.Expunged)
        {
            if (expunged.ModSeq > State.Head)
            {
                gone.Add(expunged.Uid);
                _expunged.Add(expunged);
            }
        }
        RemoveRows(gone.Build());
        if (_expunged.Count > TailLimit)
        {
            int drop = _expunged.Count - TailLimit / 2;
            _expungedFloor = _expunged[drop - 1].ModSeq;
            _expunged.RemoveRange(0, drop);
        }
    }

    private void RemoveRows(UidSet gone)
    {
        if (gone.IsEmpty)
        {
            return;
        }
        int kept = IndexOf(gone.Min), j = 0;
        for (int i = kept; i < _count; i++)
        {
            uint uid = _uids[i];
            while (j < gone.Count && gone[j].Last < uid)
            {
                j++;
            }
            if (j < gone.Count && gone[j].First <= uid)
            {
                Forget(_flags[i]);
                _size -= _sizes[i];
                continue;
            }
            if (kept != i)
            {
                _uids[kept] = uid;
                _modSeqs[kept] = _modSeqs[i];
                _flags[kept] = _flags[i];
                _dates[kept] = _dates[i];
                _saved[kept] = _saved[i];
                _sizes[kept] = _sizes[i];
                _contents[kept] = _contents[i];
            }
            kept++;
        }
        _count = kept;
        _numbers.Remove(gone);
    }
}
