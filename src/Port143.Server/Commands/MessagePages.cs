using Port143.Mail;
using Port143.Storage;
using Port143.Storage.Index;

namespace Port143.Server.Commands;

/// <summary>The rows of some messages, a page at a time: in the order of the mailbox, or from the highest UID down.</summary>
internal sealed class MessagePages(MailboxIndex index, UidSet uids, bool descending)
{
    private uint _from = 1;
    private long _left = uids.UidCount;
    private bool _ended;

    /// <summary>Reads the next page, which may have fewer rows than there is room for; false when there are no more.</summary>
    public bool Read(MessageRow[] page, out int copied)
    {
        copied = 0;
        if (_ended)
        {
            return false;
        }
        if (descending)
        {
            long count = Math.Min(_left, page.Length);
            _left -= count;
            _ended = _left == 0;
            copied = index.CopyRows(uids.Slice(_left, count), 1, page);
            page.AsSpan(0, copied).Reverse();
            return true;
        }
        copied = index.CopyRows(uids, _from, page);
        _ended = copied < page.Length;
        _from = _ended ? 0 : page[copied - 1].Uid + 1;
        return true;
    }
}
