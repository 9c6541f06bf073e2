using Port143.Protocol.Imap.Commands;
using Port143.Storage.Index;

namespace Port143.Server.Sessions;

/// <summary>
/// Which batches a client asked for, and how the mailbox was then: it may not ask again and again for what has hardly changed
/// (RFC 10022 section 3.1.1). A few times are let pass, for clients that have lost the answer.
/// </summary>
internal sealed class BatchRequests
{
    private const int MostTimes = 3;
    private const int MostRemembered = 256;

    private readonly Dictionary<(uint Size, uint First, uint Last), (int Times, uint Count, uint LastUid)> _asked = [];

    /// <summary>Counts a request; false when it was made too often and less than half a batch has come or gone since.</summary>
    public bool MayAsk(UidBatchesCommand command, SequenceMap numbers)
    {
        (uint, uint, uint) key = (command.Size, command.First, command.Last);
        if (!_asked.TryGetValue(key, out (int Times, uint Count, uint LastUid) before) || HasChanged(before, command.Size, numbers))
        {
            if (_asked.Count == MostRemembered)
            {
                _asked.Clear();
            }
            _asked[key] = (1, numbers.Count, numbers.LastUid);
            return true;
        }
        _asked[key] = before with { Times = Math.Min(before.Times + 1, MostTimes + 1) };
        return before.Times < MostTimes;
    }

    private static bool HasChanged((int Times, uint Count, uint LastUid) before, uint size, SequenceMap numbers)
    {
        long fresh = numbers.LastUid <= before.LastUid ? 0 : numbers.Count - CountUpTo(numbers, before.LastUid);
        long gone = before.Count + fresh - numbers.Count;
        return fresh > size / 2 || gone > size / 2;
    }

    private static uint CountUpTo(SequenceMap numbers, uint uid)
    {
        uint low = 0, high = numbers.Count;
        while (low < high)
        {
            uint middle = low + (high - low + 1) / 2;
            if (numbers.UidOf(middle) <= uid)
            {
                low = middle;
            }
            else
            {
                high = middle - 1;
            }
        }
        return low;
    }
}
