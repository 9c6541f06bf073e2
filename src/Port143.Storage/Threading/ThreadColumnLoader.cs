using Port143.Mail;
using Port143.Storage.Digest;
using Port143.Storage.Index;

namespace Port143.Storage.Threading;

/// <summary>
/// Reads the thread keys of messages that a column does not have yet, in pages. Where a digest is too old to have them, they are
/// taken from the header.
/// </summary>
internal sealed class ThreadColumnLoader(IMailStorage storage, MailboxIndex index, ThreadNumbers numbers) : IContentVisitor
{
    private const int PageSize = 1024;

    private readonly MessageRow[] _page = new MessageRow[PageSize];
    private readonly long[] _contents = new long[PageSize];
    private readonly ThreadRow[] _read = new ThreadRow[PageSize];
    private readonly bool[] _isRead = new bool[PageSize];
    private readonly List<uint> _uids = [];
    private readonly List<ThreadRow> _rows = [];
    private readonly List<int> _references = [];
    private int _firstReference;
    private int _visitBase;

    /// <summary>The column with every message that the index has now.</summary>
    public async Task<ThreadColumn> CatchUpAsync(ThreadColumn column, WorkCount? count, CancellationToken cancel)
    {
        _firstReference = column.AllReferences.Length;
        UidSet all = UidSet.Of(1, uint.MaxValue);
        uint through = index.State.UidNext - 1;
        count?.Begin(count.Done + Math.Max(0, index.Count - column.Uids.Length));
        for (uint from = column.Through + 1; ;)
        {
            int copied = index.CopyRows(all, from, _page);
            await ReadPageAsync(copied, cancel).ConfigureAwait(false);
            count?.Advance(copied);
            if (copied > 0)
            {
                through = Math.Max(through, _page[copied - 1].Uid);
            }
            if (copied < _page.Length)
            {
                return new ThreadColumn(
                    [.. column.Uids, .. _uids], [.. column.Rows, .. _rows], [.. column.AllReferences, .. _references], numbers, through);
            }
            from = _page[copied - 1].Uid + 1;
        }
    }

    /// <inheritdoc/>
    public bool Visit(int index, in ContentRow content)
    {
        int at = _visitBase + index;
        if (content.Found && content.Header.Length > 0)
        {
            Take(at, ThreadKeys.Read(ThreadKeys.Build(content.Header)));
        }
        else if (content.Found && content.Thread.Length > 0)
        {
            Take(at, ThreadKeys.Read(content.Thread));
        }
        return true;
    }

    private async ValueTask ReadPageAsync(int count, CancellationToken cancel)
    {
        for (int i = 0; i < count; i++)
        {
            _contents[i] = _page[i].Content;
            _isRead[i] = false;
            long arrived = _page[i].InternalDate.Seconds;
            _read[i] = new ThreadRow(arrived, arrived, -1, 0, 0, 0, false); // of one that is gone already nothing else is known
        }
        for (_visitBase = 0; _visitBase < count;)
        {
            _visitBase += await storage.ReadContentsAsync(
                index.Account, _contents.AsMemory(_visitBase, count - _visitBase), ContentColumns.Thread, this, cancel).ConfigureAwait(false);
        }
        for (int i = 0; i < count; i++)
        {
            if (!_isRead[i])
            {
                _visitBase = i;
                await storage.ReadContentsAsync(index.Account, _contents.AsMemory(i, 1), ContentColumns.Header, this, cancel).ConfigureAwait(false);
            }
            _uids.Add(_page[i].Uid);
            _rows.Add(_read[i]);
        }
    }

    private void Take(int at, in ThreadKeys keys)
    {
        int first = _firstReference + _references.Count;
        for (int i = 0; i < keys.ReferenceCount; i++)
        {
            _references.Add(numbers.OfId(keys.Reference(i)));
        }
        int id = keys.MessageId is { } key ? numbers.OfId(key) : -1;
        long arrived = _read[at].Arrived;
        _read[at] = new ThreadRow(
            keys.SentSeconds ?? arrived, arrived, id, numbers.OfSubject(keys.Subject), first, (ushort)keys.ReferenceCount, keys.IsReplyOrForward);
        _isRead[at] = true;
    }
}
