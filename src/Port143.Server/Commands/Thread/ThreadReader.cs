using System.Buffers;
using System.Text;
using Port143.Mail;
using Port143.Protocol.Imap.Commands;
using Port143.Server.Sessions;
using Port143.Storage;
using Port143.Storage.Digest;
using Port143.Storage.Search;

namespace Port143.Server.Commands.Thread;

/// <summary>
/// Reads the thread keys of messages, a page at a time and in the order of the mailbox. Where a digest is too old to have
/// them, they are taken from the header.
/// </summary>
internal sealed class ThreadReader(ImapSession session, SelectedMailbox selected, UidSet found, ThreadAlgorithm algorithm) : IContentVisitor
{
    private const int PageSize = 1024;

    private readonly MessageRow[] _page = new MessageRow[PageSize];
    private readonly long[] _contents = new long[PageSize];
    private readonly (int Start, int Length)[] _keys = new (int, int)[PageSize];
    private readonly Dictionary<string, int> _subjects = new(StringComparer.Ordinal) { [""] = 0 };
    private readonly ThreadInput _input = new((int)found.UidCount);
    private readonly Progress _progress = new(session, found.UidCount);
    private byte[] _bytes = [];
    private char[] _text = [];
    private int _used;
    private int _visitBase;
    private int _visitStep = 1;

    /// <summary>The links between the messages; null for an algorithm without.</summary>
    public ReferenceLinks? Links { get; } = algorithm == ThreadAlgorithm.OrderedSubject ? null : new ReferenceLinks((int)found.UidCount);

    /// <summary>Reads everything that the algorithm asks.</summary>
    public async ValueTask<ThreadInput> ReadAsync(CancellationToken cancel)
    {
        try
        {
            using IEnumerator<uint> uids = found.EnumerateUids().GetEnumerator();
            int message = 0;
            for (uint from = 1; ;)
            {
                int copied = selected.Index.CopyRows(found, from, _page);
                await ReadPageAsync(copied, message, cancel).ConfigureAwait(false);
                for (int i = 0; i < copied; i++)
                {
                    // One that was expunged since the search is one without keys.
                    for (; uids.MoveNext() && uids.Current < _page[i].Uid; message++)
                    {
                        Links?.Add(message, null, default);
                    }
                    Take(message++, i);
                }
                await _progress.TellAsync(message).ConfigureAwait(false);
                if (copied < _page.Length)
                {
                    break;
                }
                from = _page[copied - 1].Uid + 1;
            }
            for (; message < _input.Count; message++)
            {
                Links?.Add(message, null, default);
            }
            return _input;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(_bytes);
            ArrayPool<char>.Shared.Return(_text);
        }
    }

    /// <inheritdoc/>
    public bool Visit(int index, in ContentRow content)
    {
        int at = _visitBase + index * _visitStep;
        if (content.Found && content.Header.Length > 0)
        {
            Keep(at, ThreadKeys.Build(content.Header));
        }
        else if (content.Found && content.Thread.Length > 0)
        {
            Keep(at, content.Thread);
        }
        return !_progress.IsDue;
    }

    private async ValueTask ReadPageAsync(int count, int before, CancellationToken cancel)
    {
        _used = 0;
        for (int i = 0; i < count; i++)
        {
            _contents[i] = _page[i].Content;
            _keys[i] = default;
        }
        IMailStorage storage = session.Services.Storage;
        _visitStep = 1;
        for (_visitBase = 0; _visitBase < count;)
        {
            _visitBase += await storage.ReadContentsAsync(
                selected.Account, _contents.AsMemory(_visitBase, count - _visitBase), ContentColumns.Thread, this, cancel).ConfigureAwait(false);
            await _progress.TellAsync(before + _visitBase).ConfigureAwait(false);
        }
        for (int i = 0; i < count; i++)
        {
            if (_keys[i].Length == 0)
            {
                _visitBase = i;
                await storage.ReadContentsAsync(
                    selected.Account, _contents.AsMemory(i, 1), ContentColumns.Header, this, cancel).ConfigureAwait(false);
            }
        }
    }

    private void Keep(int at, ReadOnlySpan<byte> keys)
    {
        if (_bytes.Length - _used < keys.Length)
        {
            byte[] larger = ArrayPool<byte>.Shared.Rent(Math.Max(_bytes.Length * 2, _used + Math.Max(keys.Length, 64 * 1024)));
            _bytes.AsSpan(0, _used).CopyTo(larger);
            ArrayPool<byte>.Shared.Return(_bytes);
            _bytes = larger;
        }
        keys.CopyTo(_bytes.AsSpan(_used));
        _keys[at] = (_used, keys.Length);
        _used += keys.Length;
    }

    private void Take(int message, int row)
    {
        long arrived = _page[row].InternalDate.Seconds;
        _input.Arrived[message] = _input.Sent[message] = arrived;
        (int start, int length) = _keys[row];
        if (length == 0)
        {
            Links?.Add(message, null, default);
            return;
        }
        ThreadKeys keys = ThreadKeys.Read(_bytes.AsSpan(start, length));
        _input.Sent[message] = keys.SentSeconds ?? arrived;
        _input.IsReply[message] = keys.IsReplyOrForward;
        if (algorithm != ThreadAlgorithm.Refs)
        {
            _input.Subjects[message] = SubjectOf(keys.Subject);
        }
        Links?.Add(message, keys.MessageId, keys);
    }

    private int SubjectOf(ReadOnlySpan<byte> subject)
    {
        int room = subject.Length * 2;
        if (_text.Length < room)
        {
            ArrayPool<char>.Shared.Return(_text);
            _text = ArrayPool<char>.Shared.Rent(Math.Max(room, 1024));
        }
        int length = Encoding.UTF8.GetChars(subject, _text);
        int folded = TextFolding.Fold(_text.AsSpan(0, length), _text.AsSpan(length), session.Comparator);
        Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> lookup = _subjects.GetAlternateLookup<ReadOnlySpan<char>>();
        ReadOnlySpan<char> text = _text.AsSpan(length, folded);
        if (!lookup.TryGetValue(text, out int number))
        {
            number = _subjects.Count;
            lookup[text] = number;
        }
        return number;
    }
}
