using System.Buffers;
using System.Runtime.InteropServices;
using Port143.Server.Sessions;
using Port143.Storage;

namespace Port143.Server.Commands.Fetch;

/// <summary>What the cache of header fields knows of one page of messages, and what is to be put there.</summary>
internal sealed class HeaderFieldPage
{
    /// <summary>So many known messages in a row are worth a visit of the storage that ends before them.</summary>
    private const int WorthEnding = 16;

    private readonly HeaderFieldCache _cache;
    private readonly HeaderFieldColumn _column;
    private readonly HeaderFieldsPart _part;
    private readonly bool _keeps;
    private readonly ReadOnlyMemory<byte>[] _known;
    private readonly List<(uint Uid, int Length)> _new = [];
    private readonly ArrayBufferWriter<byte> _bytes = new();

    private HeaderFieldPage(HeaderFieldCache cache, HeaderFieldColumn column, HeaderFieldsPart part, bool keeps, int size)
    {
        _keeps = keeps;
        _cache = cache;
        _column = column;
        _part = part;
        _known = new ReadOnlyMemory<byte>[size];
    }

    /// <summary>One for this plan; null when it asks for no fields, for two lists of them, or for more of the message besides.</summary>
    public static HeaderFieldPage? Make(ImapSession session, SelectedMailbox selected, FetchPlan plan, int size)
    {
        const ContentColumns NeedsMore = ContentColumns.Text | ContentColumns.TextRanges;
        if ((plan.Columns & ContentColumns.Header) == 0 || (plan.Columns & NeedsMore) != 0)
        {
            return null;
        }
        HeaderFieldsPart? fields = null;
        foreach (FetchPart part in plan.Parts)
        {
            if ((part.Columns & ContentColumns.Header) == 0)
            {
                continue;
            }
            if (fields is not null || part is not HeaderFieldsPart { CacheKey: not null } headerFields)
            {
                return null;
            }
            fields = headerFields;
        }
        HeaderFieldCache cache = session.Services.HeaderFields;
        var key = new HeaderFieldKey(selected.Account, selected.Index.Id, fields!.CacheKey!);
        int messages = selected.Index.Count;
        HeaderFieldColumn column = cache.Get(key, messages);
        return new HeaderFieldPage(cache, column, fields, column.IsAskedAgain(messages), size);
    }

    /// <summary>Looks up a page of messages.</summary>
    public void Find(ReadOnlySpan<MessageRow> rows) => _column.Find(rows, _known);

    /// <summary>Whether the fields of a message of the page are known.</summary>
    public bool IsKnown(int index) => !_known[index].IsEmpty;

    /// <summary>Where a run of known messages, or of others, ends that begins here.</summary>
    public int EndOfRun(int from, int count)
    {
        bool known = IsKnown(from);
        int least = known ? 1 : WorthEnding;
        int others = 0;
        for (int i = from; i < count; i++)
        {
            others = IsKnown(i) == known ? 0 : others + 1;
            if (others == least)
            {
                return i + 1 - least;
            }
        }
        return count;
    }

    /// <summary>The fields of a message of the page; those that are not known are chosen from its header.</summary>
    public ReadOnlySpan<byte> Of(int index, uint uid, ReadOnlySpan<byte> header)
    {
        if (IsKnown(index))
        {
            return _known[index].Span;
        }
        ReadOnlySpan<byte> selected = _part.Select(header);
        if (_keeps && !_column.IsFull)
        {
            _new.Add((uid, selected.Length));
            _bytes.Write(selected);
        }
        return selected;
    }

    /// <summary>Puts what was chosen since the last call into the cache.</summary>
    public void Keep()
    {
        if (_new.Count == 0)
        {
            return;
        }
        _cache.Grew(_column.Add(CollectionsMarshal.AsSpan(_new), _bytes.WrittenSpan.ToArray()));
        _new.Clear();
        _bytes.ResetWrittenCount();
    }
}
