namespace Port143.Storage.Index;

/// <summary>
/// What was made lately of the keys of a column: it follows from the column and the question alone, so it is the same whoever asks, and
/// goes when the column goes. Thread-safe.
/// </summary>
/// <typeparam name="T">The answer, which is not changed any more and says what question it is for.</typeparam>
public sealed class LatestAnswers<T>
    where T : class
{
    /// <summary>How many are kept at most.</summary>
    public const int Most = 2;

    private readonly Lock _lock = new();
    private readonly List<T> _latest = [];

    /// <summary>An answer to this question, if it was asked lately.</summary>
    public T? Find(Predicate<T> question)
    {
        lock (_lock)
        {
            int at = _latest.FindIndex(question);
            if (at < 0)
            {
                return null;
            }
            T found = _latest[at];
            _latest.RemoveAt(at);
            _latest.Add(found);
            return found;
        }
    }

    /// <summary>Keeps an answer instead of the one that was asked for the longest time ago.</summary>
    public void Keep(T answer)
    {
        lock (_lock)
        {
            if (_latest.Count == Most)
            {
                _latest.RemoveAt(0);
            }
            _latest.Add(answer);
        }
    }
}
