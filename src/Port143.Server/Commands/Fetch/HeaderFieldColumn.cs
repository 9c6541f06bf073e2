using Port143.Storage;

namespace Port143.Server.Commands.Fetch;

/// <summary>The chosen header fields of messages of one mailbox, as FETCH sent them. What a UID stands for never changes. Thread-safe.</summary>
/// <param name="weightLimit">About how many bytes it may take; what comes then is not kept.</param>
internal sealed class HeaderFieldColumn(long weightLimit)
{
    /// <summary>What a column takes besides its messages.</summary>
    public const int OwnWeight = 1024;

    private const int WeightOfOne = 64;

    private readonly Lock _lock = new();
    private readonly Dictionary<uint, ReadOnlyMemory<byte>> _fields = [];
    private long _weight = OwnWeight;
    private long _asked;

    /// <summary>When it was last asked for, in milliseconds.</summary>
    public long LastUse { get; set; }

    /// <summary>About how many bytes it takes.</summary>
    public long Weight => Volatile.Read(ref _weight);

    /// <summary>Whether no more is kept.</summary>
    public bool IsFull => Weight >= weightLimit;

    /// <summary>
    /// Whether somebody must have asked twice for the same: a client that keeps what it reads asks once, and costs no memory here.
    /// </summary>
    /// <param name="messages">How many messages the mailbox has.</param>
    public bool IsAskedAgain(int messages) => Volatile.Read(ref _asked) >= messages;

    /// <summary>Of how many messages it has the fields; some may be expunged.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _fields.Count;
            }
        }
    }

    /// <summary>Looks up the fields of some messages: empty for those that it does not have, as the empty line is always there.</summary>
    public void Find(ReadOnlySpan<MessageRow> rows, Span<ReadOnlyMemory<byte>> found)
    {
        lock (_lock)
        {
            _asked += rows.Length;
            if (_fields.Count == 0)
            {
                found.Clear();
                return;
            }
            for (int i = 0; i < rows.Length; i++)
            {
                _fields.TryGetValue(rows[i].Uid, out found[i]);
            }
        }
    }

    /// <summary>Takes in the fields of messages, which lie one after the other. Returns by how much it grew.</summary>
    public long Add(ReadOnlySpan<(uint Uid, int Length)> messages, ReadOnlyMemory<byte> bytes)
    {
        lock (_lock)
        {
            long before = _weight;
            foreach ((uint uid, int length) in messages)
            {
                if (_weight < weightLimit && _fields.TryAdd(uid, bytes[..length]))
                {
                    _weight += length + WeightOfOne;
                }
                bytes = bytes[length..];
            }
            return _weight - before;
        }
    }
}
