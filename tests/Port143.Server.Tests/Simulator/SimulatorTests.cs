using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;

namespace Port143.Server.Tests.Simulator;

/// <summary>
/// Random sessions against a world that knows what is true: each seed a server of its own, as many at once as there are cores.
/// PORT143_SIMULATOR_STEPS and PORT143_SEED choose how long and which; PORT143_LONG=1 is for ten million steps.
/// </summary>
public sealed class SimulatorTests(ITestOutputHelper output)
{
    private const int StepsOfOneSeed = 5_000;

    [Fact]
    public async Task EveryClientBelievesWhatIsTrue()
    {
        bool isLong = Environment.GetEnvironmentVariable("PORT143_LONG") == "1";
        long steps = Read("PORT143_SIMULATOR_STEPS") ?? (isLong ? 10_000_000 : 100_000);
        int first = (int)(Read("PORT143_SEED") ?? 1);
        var clock = Stopwatch.StartNew();
        var ran = new ConcurrentDictionary<string, int>(StringComparer.Ordinal);
        int seeds = (int)((steps + StepsOfOneSeed - 1) / StepsOfOneSeed);
        await Parallel.ForEachAsync(Enumerable.Range(0, seeds), async (i, _) =>
        {
            int length = (int)Math.Min(StepsOfOneSeed, steps - (long)i * StepsOfOneSeed);
            (string _, IReadOnlyDictionary<string, int> part) = await Simulation.PlayAsync(first + i, length);
            foreach ((string name, int count) in part)
            {
                ran.AddOrUpdate(name, count, (_, sum) => sum + count);
            }
        });
        output.WriteLine($"{steps} steps in {clock.Elapsed.TotalSeconds:0.0} s: {steps / clock.Elapsed.TotalSeconds:0} steps/s");
        output.WriteLine(string.Join(' ', ran.OrderBy(r => r.Key, StringComparer.Ordinal).Select(r => $"{r.Key} {r.Value}")));
    }

    [Fact]
    public async Task TheSameSeedSaysTheSame()
    {
        string first = (await Simulation.PlayAsync(4711, 1000)).Hash;
        Assert.Equal(first, (await Simulation.PlayAsync(4711, 1000)).Hash);
        Assert.NotEqual(first, (await Simulation.PlayAsync(4712, 1000)).Hash);
    }

    private static long? Read(string name) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } text ? long.Parse(text, CultureInfo.InvariantCulture) : null;
}
