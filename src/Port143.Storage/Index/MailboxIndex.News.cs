using Port143.Mail;

namespace Port143.Storage.Index;

// What changed after a place in the log.
public sealed partial class MailboxIndex
{
    /// <summary>
    /// The UIDs among <paramref name="among"/> whose messages changed after a MODSEQ (RFC 7162, section 3.1.4). Costs as much as
    /// there are changes while they are among the latest thousands, else a scan of one column.
    /// </summary>
    public UidSet FindChanged(UidSet among, long after)
    {
        lock (_lock)
        {
            if (after >= State.Head)
            {
                return UidSet.Empty;
            }
            var found = new UidSetBuilder();
            // The tail of a reader with \Seen of his own leaves out what changed for others only, whose MODSEQ rose as well.
            if (after >= _tailFloor && Reader is null)
            {
                foreach (MessageRow row in ChangedInTail(after))
                {
                    if (among.Contains(row.Uid))
                    {
                        found.Add(row.Uid);
                    }
                }
                return found.Build();
            }
            foreach (UidRange range in among.Ranges)
            {
                for (int i = IndexOf(range.First); i < _count && _uids[i] <= range.Last; i++)
                {
                    if (_modSeqs[i] > after)
                    {
                        found.Add(_uids[i]);
                    }
                }
            }
            return found.Build();
        }
    }

    /// <summary>
    /// The news since a cursor: rows added or changed after <paramref name="head"/>, and UIDs expunged after
    /// <paramref name="expunged"/>. Null for the latter when memory does not reach back; ask the storage then.
    /// </summary>
    public IndexNews ReadNews(long head, long expunged)
    {
        lock (_lock)
        {
            return new IndexNews(State, _count, ChangedAfter(head), ExpungedAfter(expunged));
        }
    }

    private IReadOnlyList<MessageRow> ChangedAfter(long head)
    {
        if (head >= State.Head)
        {
            return [];
        }
        return head >= _tailFloor ? ChangedInTail(head) : ChangedByScan(head);
    }

    private IReadOnlyList<MessageRow> ChangedInTail(long head)
    {
        int first = _tail.Count;
        while (first > 0 && _tail[first - 1].ModSeq > head)
        {
            first--;
        }
        if (_tail.Count - first == 1)
        {
            return TryFind(_tail[first].Uid, out int only) ? [RowAt(only)] : [];
        }
        uint[] uids = new uint[_tail.Count - first];
        for (int i = 0; i < uids.Length; i++)
        {
            uids[i] = _tail[first + i].Uid;
        }
        Array.Sort(uids);
        var changed = new List<MessageRow>(uids.Length);
        for (int i = 0; i < uids.Length; i++)
        {
            if ((i == 0 || uids[i] != uids[i - 1]) && TryFind(uids[i], out int at))
            {
                changed.Add(RowAt(at));
            }
        }
        return changed;
    }

    private List<MessageRow> ChangedByScan(long head)
    {
        var changed = new List<MessageRow>();
        for (int i = 0; i < _count; i++)
        {
            if (_modSeqs[i] > head)
            {
                changed.Add(RowAt(i));
            }
        }
        return changed;
    }

    private UidSet? ExpungedAfter(long modSeq)
    {
        if (modSeq < _expungedFloor)
        {
            return null;
        }
        int first = _expunged.Count;
        while (first > 0 && _expunged[first - 1].ModSeq > modSeq)
        {
            first--;
        }
        if (first == _expunged.Count)
        {
            return UidSet.Empty;
        }
        var expunged = new UidSetBuilder();
        for (; first < _expunged.Count; first++)
        {
            expunged.Add(_expunged[first].Uid);
        }
        return expunged.Build();
    }
}
