using System.Text;
using Port143.Storage.Digest;
using Port143.Storage.Index;
using Port143.Storage.Search;

namespace Port143.Storage.Sorting;

/// <summary>
/// Reads the sort keys of messages that a column does not have yet, in pages: dates and texts out of the digest, so that no
/// message is parsed again.
/// </summary>
internal sealed class SortColumnLoader(IMailStorage storage, MailboxIndex index, SortField by, Collation collation) : IContentVisitor
{
    private const int PageSize = 1024;

    /// <summary>Texts that differ only after so many octets count as equal: memory is bounded, and no header line is so long.</summary>
    private const int MostOctets = 2048;

    private readonly MessageRow[] _page = new MessageRow[PageSize];
    private readonly long[] _contents = new long[PageSize];
    private readonly List<uint> _uids = [];
    private readonly List<long> _keys = []; // for texts: the place in _texts
    private readonly Dictionary<byte[], int> _texts = new(OctetComparer.Instance);
    private byte[] _utf8 = new byte[MostOctets];
    private int _visitBase;

    private bool IsText => by is not (SortField.Arrival or SortField.Date or SortField.Size);

    /// <summary>The column with every message that the index has now.</summary>
    public async Task<SortColumn> CatchUpAsync(SortColumn column, WorkCount? count, CancellationToken cancel)
    {
        Mail.UidSet all = Mail.UidSet.Of(1, uint.MaxValue);
        uint through = index.State.UidNext - 1;
        count?.Begin(count.Done + Math.Max(0, index.Count - column.Count));
        for (uint from = column.Through + 1; ;)
        {
            int copied = index.CopyRows(all, from, _page);
            if (by is SortField.Arrival or SortField.Size)
            {
                foreach (ref MessageRow row in _page.AsSpan(0, copied))
                {
                    Add(row, by == SortField.Size ? row.Size : row.InternalDate.Seconds);
                }
            }
            else
            {
                await ReadAsync(copied, cancel).ConfigureAwait(false);
            }
            count?.Advance(copied);
            if (copied > 0)
            {
                through = Math.Max(through, _page[copied - 1].Uid);
            }
            if (copied < _page.Length)
            {
                return Joined(column, through);
            }
            from = _page[copied - 1].Uid + 1;
        }
    }

    /// <inheritdoc/>
    public bool Visit(int index, in ContentRow content)
    {
        ref MessageRow row = ref _page[_visitBase + index];
        if (by == SortField.Date)
        {
            // RFC 5256 section 2.2: without a sent date, the internal date.
            Add(row, (content.SentDate ?? row.InternalDate).Seconds);
            return true;
        }
        string text = content.Found ? TextOf(content.Envelope) : "";
        string folded = TextFolding.Fold(text.AsSpan(0, Math.Min(text.Length, MostOctets)), collation);
        if (_utf8.Length < folded.Length * 3)
        {
            _utf8 = new byte[folded.Length * 3];
        }
        ReadOnlySpan<byte> octets = _utf8.AsSpan(0, Math.Min(MostOctets, Encoding.UTF8.GetBytes(folded, _utf8)));
        Dictionary<byte[], int>.AlternateLookup<ReadOnlySpan<byte>> texts = _texts.GetAlternateLookup<ReadOnlySpan<byte>>();
        if (!texts.TryGetValue(octets, out int place))
        {
            place = _texts.Count;
            texts[octets] = place;
        }
        Add(row, place);
        return true;
    }

    private string TextOf(ReadOnlySpan<byte> envelope) => by switch
    {
        SortField.Subject => BaseSubject.Of(EnvelopeReader.Subject(envelope), out _),
        SortField.From => EnvelopeReader.FirstMailbox(envelope, 2),
        SortField.To => EnvelopeReader.FirstMailbox(envelope, 5),
        SortField.Cc => EnvelopeReader.FirstMailbox(envelope, 6),
        SortField.DisplayFrom => EnvelopeReader.FirstDisplay(envelope, 2),
        _ => EnvelopeReader.FirstDisplay(envelope, 5),
    };

    private async ValueTask ReadAsync(int count, CancellationToken cancel)
    {
        for (int i = 0; i < count; i++)
        {
            _contents[i] = _page[i].Content;
        }
        ContentColumns columns = IsText ? ContentColumns.Envelope : ContentColumns.SentDate;
        for (_visitBase = 0; _visitBase < count;)
        {
            _visitBase += await storage.ReadContentsAsync(
                index.Account, _contents.AsMemory(_visitBase, count - _visitBase), columns, this, cancel).ConfigureAwait(false);
        }
    }

    private void Add(in MessageRow row, long key)
    {
        _uids.Add(row.Uid);
        _keys.Add(key);
    }

    private SortColumn Joined(SortColumn column, uint through)
    {
        uint[] uids = [.. column.Uids, .. _uids];
        if (!IsText)
        {
            return new SortColumn(uids, [.. column.Keys, .. _keys], [], through);
        }
        byte[][] news = new byte[_texts.Count][];
        foreach (KeyValuePair<byte[], int> text in _texts)
        {
            news[text.Value] = text.Key;
        }
        int[] order = [.. Enumerable.Range(0, news.Length)];
        Array.Sort(order, (a, b) => news[a].AsSpan().SequenceCompareTo(news[b]));
        // Two sorted lists become one; where each text went says the new ranks.
        var texts = new List<byte[]>(column.Texts.Length + news.Length);
        long[] oldRanks = new long[column.Texts.Length], newRanks = new long[news.Length];
        for (int i = 0, j = 0; i < column.Texts.Length || j < order.Length;)
        {
            int compared = i == column.Texts.Length ? 1 : j == order.Length ? -1
                : column.Texts[i].AsSpan().SequenceCompareTo(news[order[j]]);
            texts.Add(compared <= 0 ? column.Texts[i] : news[order[j]]);
            if (compared <= 0)
            {
                oldRanks[i++] = texts.Count - 1;
            }
            if (compared >= 0)
            {
                newRanks[order[j++]] = texts.Count - 1;
            }
        }
        long[] keys = new long[uids.Length];
        for (int i = 0; i < column.Count; i++)
        {
            keys[i] = oldRanks[column.Keys[i]];
        }
        for (int i = 0; i < _keys.Count; i++)
        {
            keys[column.Count + i] = newRanks[_keys[i]];
        }
        return new SortColumn(uids, keys, [.. texts], through);
    }
}
