namespace Port143.Server.Authentication;

/// <summary>The wrong passwords from one network or for one account, and the pace at which more are looked at.</summary>
internal sealed class FailureCount
{
    /// <summary>How many are looked at without delay: everybody mistypes.</summary>
    public const int Free = 3;

    /// <summary>The most that is waited between two.</summary>
    public static readonly TimeSpan MaxPace = TimeSpan.FromSeconds(15);

    // What the pace depends on fades: half of it is forgotten in this time.
    private static readonly TimeSpan HalfLife = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan FirstPace = TimeSpan.FromSeconds(0.5);

    private Window _minute;
    private Window _day;
    private double _recent;
    private TimeSpan _recentAt;
    private TimeSpan _next;

    /// <summary>Within this minute, which begins with the first.</summary>
    public int InMinute(TimeSpan now) => _minute.Count(now, TimeSpan.FromMinutes(1));

    /// <summary>Within this day, which begins with the first.</summary>
    public int InDay(TimeSpan now) => _day.Count(now, TimeSpan.FromDays(1));

    /// <summary>Counts one more. Times are those of one clock that only goes forward.</summary>
    public void Add(TimeSpan now)
    {
        _minute.Add(now, TimeSpan.FromMinutes(1));
        _day.Add(now, TimeSpan.FromDays(1));
        _recent = Recent(now) + 1;
        _recentAt = now;
    }

    /// <summary>
    /// How long the next one has to wait. Each gets a place of its own in time, so that many at once are not quicker than one after
    /// the other. Null when the wait would be longer than <paramref name="patience"/>; no place is taken then.
    /// </summary>
    public TimeSpan? Take(TimeSpan now, TimeSpan patience)
    {
        int over = (int)Recent(now) - Free;
        if (over < 0)
        {
            return TimeSpan.Zero;
        }
        TimeSpan pace = over > 5 ? MaxPace : FirstPace * (1 << over);
        TimeSpan at = (_next > now ? _next : now) + (pace < MaxPace ? pace : MaxPace);
        if (at - now > patience)
        {
            return null;
        }
        _next = at;
        return at - now;
    }

    /// <summary>Forgets everything.</summary>
    public void Clear()
    {
        _minute = default;
        _day = default;
        _recent = 0;
        _next = default;
    }

    private double Recent(TimeSpan now) => _recent * Math.Pow(0.5, (now - _recentAt) / HalfLife);

    private struct Window
    {
        private TimeSpan _since;
        private int _count;

        public readonly int Count(TimeSpan now, TimeSpan length) => now - _since < length ? _count : 0;

        public void Add(TimeSpan now, TimeSpan length)
        {
            if (now - _since >= length || _count == 0)
            {
                _since = now;
                _count = 0;
            }
            _count++;
        }
    }
}
