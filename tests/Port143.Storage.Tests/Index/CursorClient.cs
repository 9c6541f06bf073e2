using Port143.Mail;
using Port143.Storage.Index;

namespace Port143.Storage.Tests.Index;

/// <summary>A client that knows a mailbox only from the news it was told, as a session tells them.</summary>
internal sealed class CursorClient
{
    private readonly MailboxIndex _index;
    private readonly MailboxCursor _cursor;
    private readonly Dictionary<uint, FlagSet> _flags = [];

    public CursorClient(MailboxIndex index)
    {
        _index = index;
        _cursor = index.OpenCursor(out _, out _, out _);
        var rows = new MessageRow[index.Count];
        foreach (MessageRow row in rows[..index.CopyRows(UidSet.Of(1, uint.MaxValue), 1, rows)])
        {
            _flags.Add(row.Uid, row.Flags);
        }
    }

    /// <summary>Takes in the news, with expunges only where IMAP allows them.</summary>
    public async Task ListenAsync(IMailStorage storage, bool expungesToo)
    {
        IndexNews news = _index.ReadNews(_cursor.Head, _cursor.Expunged);
        foreach (MessageRow row in news.Changed)
        {
            if (_cursor.Numbers.NumberOf(row.Uid) == 0)
            {
                _cursor.Numbers.Append([row.Uid]);
            }
            _flags[row.Uid] = row.Flags;
        }
        _cursor.MoveHead(news.State.Head);
        if (expungesToo)
        {
            UidSet gone = news.Expunged ?? SetOf((await storage.ReadExpungedAsync(_index.Account, _index.Id, _cursor.Expunged, default))!
                .Where(e => e.ModSeq <= news.State.Head).Select(e => e.Uid));
            foreach (uint number in _cursor.Numbers.NumbersOf(gone).EnumerateUids())
            {
                _flags.Remove(_cursor.Numbers.UidOf(number));
            }
            _cursor.Numbers.Remove(gone);
            _cursor.MoveExpunged(news.State.Head);
            Assert.Equal((uint)news.Count, _cursor.Numbers.Count);
        }
    }

    public void MustEqual(LogPage all)
    {
        Assert.Equal(SetOf(all.Rows.Select(r => r.Uid)), _cursor.Numbers.ToUidSet());
        Assert.Equal(all.Rows.ToDictionary(r => r.Uid, r => r.Flags), _flags);
    }

    private static UidSet SetOf(IEnumerable<uint> uids)
    {
        var set = new UidSetBuilder();
        foreach (uint uid in uids)
        {
            set.Add(uid);
        }
        return set.Build();
    }
}
