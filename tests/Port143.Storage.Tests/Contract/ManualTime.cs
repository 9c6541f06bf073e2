namespace Port143.Storage.Tests.Contract;

/// <summary>A clock that stands still until it is set; timers run on the real one.</summary>
internal sealed class ManualTime : TimeProvider
{
    public DateTimeOffset Now { get; set; } = new(2026, 2, 3, 4, 5, 6, TimeSpan.Zero);

    public override DateTimeOffset GetUtcNow() => Now;
}
