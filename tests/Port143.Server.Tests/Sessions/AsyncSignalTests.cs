using Port143.Server.Sessions;

namespace Port143.Server.Tests.Sessions;

/// <summary>The flag between a commit and the session that tells of it.</summary>
public sealed class AsyncSignalTests
{
    private const int Rounds = 20_000;

    private long _said;
    private long _heard;

    [Fact]
    public async Task What_is_said_while_the_flag_is_lowered_is_heard()
    {
        var signal = new AsyncSignal();
        Task hears = Task.Run(async () =>
        {
            while (_heard < 2 * Rounds)
            {
                signal.Reset();
                if (Volatile.Read(ref _said) is var said && said > _heard)
                {
                    Volatile.Write(ref _heard, said);
                    continue;
                }
                await signal.WaitAsync().WaitAsync(TimeSpan.FromSeconds(20));
            }
        });
        await Task.Run(() =>
        {
            for (int round = 1; round <= Rounds && !hears.IsCompleted; round++)
            {
                // The second meets a listener who was woken by the first and lowers the flag.
                Volatile.Write(ref _said, 2 * round - 1);
                signal.Set();
                Volatile.Write(ref _said, 2 * round);
                signal.Set();
                SpinWait.SpinUntil(() => Volatile.Read(ref _heard) == 2 * round || hears.IsCompleted);
            }
        });
        await hears;
    }
}
