using Port143.Mail;

namespace Port143.Storage.Threading;

/// <summary>
/// The threads that were made lately of the messages of a column. They follow from the column, the algorithm and the messages alone,
/// so they are the same whoever asks, and go when the column goes.
/// </summary>
public sealed class ThreadOutlines
{
    private const int Most = 2;

    private readonly Lock _lock = new();
    private readonly List<ThreadOutline> _latest = [];

    /// <summary>At most how many bytes it takes, where the column has so many messages: steps and ranges of UIDs.</summary>
    internal static long WeightOf(int messages) => Most * messages * 16L;

    /// <summary>The threads of exactly these messages, if they were made lately.</summary>
    public ThreadOutline? Find(int algorithm, UidSet messages)
    {
        lock (_lock)
        {
            int at = _latest.FindIndex(o => o.Algorithm == algorithm && o.Messages.Equals(messages));
            if (at < 0)
            {
                return null;
            }
            ThreadOutline found = _latest[at];
            _latest.RemoveAt(at);
            _latest.Add(found);
            return found;
        }
    }

    /// <summary>Keeps threads instead of those that were asked for the longest time ago.</summary>
    public void Keep(ThreadOutline outline)
    {
        lock (_lock)
        {
            if (_latest.Count == Most)
            {
                _latest.RemoveAt(0);
            }
            _latest.Add(outline);
        }
    }
}
