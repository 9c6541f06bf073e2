using Port143.Mail;
using Port143.Protocol.Imap.Commands;
using Port143.Server.Sessions;
using Port143.Storage.Index;

namespace Port143.Server.Commands.Search;

/// <summary>
/// What a search found, as UIDs or sequence numbers in the requested order: in that of the mailbox as a set, which costs
/// little however many there are, or in that of SORT one by one.
/// </summary>
internal sealed class ResultList
{
    private readonly UidSet? _set;
    private readonly ReadOnlyMemory<uint> _order;

    /// <summary>Results in mailbox order.</summary>
    /// <param name="set">The results.</param>
    /// <param name="scores">How well each matches, or null.</param>
    public ResultList(UidSet set, byte[]? scores = null)
    {
        _set = set;
        Scores = scores;
    }

    /// <summary>Results in any order.</summary>
    /// <param name="order">The results.</param>
    /// <param name="scores">How well each matches, or null.</param>
    public ResultList(ReadOnlyMemory<uint> order, byte[]? scores = null)
    {
        _order = order;
        Scores = scores;
    }

    /// <summary>How well each of the results matches, 1 to 100 (RFC 6203 section 4); null without FUZZY.</summary>
    public byte[]? Scores { get; }

    public long Count => _set?.UidCount ?? _order.Length;

    public bool IsEmpty => _set?.IsEmpty ?? _order.IsEmpty;

    /// <summary>The first result, for MIN; 0 when there is none.</summary>
    public uint First => _set is not null ? _set.Min : _order.IsEmpty ? 0 : _order.Span[0];

    /// <summary>The last result, for MAX; 0 when there is none.</summary>
    public uint Last => _set is not null ? _set.Max : _order.IsEmpty ? 0 : _order.Span[^1];

    /// <summary>The results in the order of the mailbox.</summary>
    public UidSet ToSet()
    {
        if (_set is not null)
        {
            return _set;
        }
        var set = new UidSetBuilder();
        foreach (uint uid in _order.Span)
        {
            set.Add(uid);
        }
        return set.Build();
    }

    /// <summary>The results one by one, in their order; of sorted ones.</summary>
    public uint[] ToArray() => _order.ToArray();

    /// <summary>Some of the results.</summary>
    public ResultList Take(PartialResults range)
    {
        (long start, long end) = range.Of(Count);
        byte[]? scores = Scores?[(int)start..(int)end];
        return _set is not null ? new ResultList(_set.Slice(start, end - start), scores) : new ResultList(_order[(int)start..(int)end], scores);
    }

    /// <summary>The same results as sequence numbers.</summary>
    public ResultList ToNumbers(SequenceMap map)
    {
        if (_set is not null)
        {
            return new ResultList(map.NumbersOf(_set), Scores);
        }
        uint[] numbers = new uint[_order.Length];
        for (int i = 0; i < numbers.Length; i++)
        {
            numbers[i] = map.NumberOf(_order.Span[i]);
        }
        return new ResultList(numbers, Scores);
    }

    /// <summary>Writes the results one by one, each after a blank, as SEARCH and SORT responses have them.</summary>
    public async ValueTask WriteNumbersAsync(ImapSession session)
    {
        if (_set is null)
        {
            const int Piece = 1024;
            for (int i = 0; i < _order.Length; i += Piece)
            {
                foreach (uint number in _order.Span.Slice(i, Math.Min(Piece, _order.Length - i)))
                {
                    session.Writer.Space().Number((ulong)number);
                }
                await session.FlushIfManyAsync().ConfigureAwait(false);
            }
            return;
        }
        for (int i = 0; i < _set.Count; i++)
        {
            for (ulong number = _set[i].First; number <= _set[i].Last; number++)
            {
                session.Writer.Space().Number(number);
                await session.FlushIfManyAsync().ConfigureAwait(false);
            }
        }
    }

    /// <summary>
    /// Writes the results as a sequence-set. Sorted ones become a range only where they ascend one by one (RFC 5267
    /// section 3.2).
    /// </summary>
    public async ValueTask WriteSetAsync(ImapSession session)
    {
        for (int i = 0, count = _set?.Count ?? _order.Length; i < count;)
        {
            if (i > 0)
            {
                session.Writer.Byte((byte)',');
            }
            UidRange range = _set is not null ? _set[i] : RunAt(i);
            i += _set is not null ? 1 : (int)range.Count;
            session.Writer.Number((ulong)range.First);
            if (range.Last != range.First)
            {
                session.Writer.Byte((byte)':').Number((ulong)range.Last);
            }
            await session.FlushIfManyAsync().ConfigureAwait(false);
        }
    }

    private UidRange RunAt(int i)
    {
        ReadOnlySpan<uint> rest = _order.Span[i..];
        int length = 1;
        while (length < rest.Length && rest[length] == rest[length - 1] + 1)
        {
            length++;
        }
        return new UidRange(rest[0], rest[length - 1]);
    }
}
