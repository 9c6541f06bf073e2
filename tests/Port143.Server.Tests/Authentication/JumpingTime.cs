namespace Port143.Server.Tests.Authentication;

/// <summary>A clock that stands still, and jumps ahead instead of waiting.</summary>
internal sealed class JumpingTime : TimeProvider
{
    private DateTimeOffset _now = new(2026, 2, 3, 4, 5, 6, TimeSpan.Zero);

    /// <summary>How long was waited altogether.</summary>
    public TimeSpan Waited { get; private set; }

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => _now;

    public override long GetTimestamp() => _now.Ticks;

    public void Advance(TimeSpan time) => _now += time;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        _now += dueTime;
        Waited += dueTime;
        return System.CreateTimer(callback, state, TimeSpan.Zero, Timeout.InfiniteTimeSpan);
    }
}
