using System.Diagnostics;
using System.Globalization;

namespace Port143.Server.Tests.Simulator;

/// <summary>
/// Random sessions against a world that knows what is true. PORT143_SIMULATOR_STEPS and PORT143_SEED choose how long and which.
/// </summary>
public sealed class SimulatorTests(ITestOutputHelper output)
{
    private const int StepsOfOneSeed = 5_000;

    [Fact]
    public async Task EveryClientBelievesWhatIsTrue()
    {
        long steps = Read("PORT143_SIMULATOR_STEPS") ?? 100_000;
        int seed = (int)(Read("PORT143_SEED") ?? 1);
        var clock = Stopwatch.StartNew();
        var ran = new SortedDictionary<string, int>(StringComparer.Ordinal);
        for (long done = 0; done < steps; done += StepsOfOneSeed)
        {
            (_, IReadOnlyDictionary<string, int> part) = await Simulation.PlayAsync(seed++, (int)Math.Min(StepsOfOneSeed, steps - done));
            foreach ((string name, int count) in part)
            {
                ran[name] = ran.GetValueOrDefault(name) + count;
            }
        }
        output.WriteLine($"{steps} steps in {clock.Elapsed.TotalSeconds:0.0} s: {steps / clock.Elapsed.TotalSeconds:0} steps/s");
        output.WriteLine(string.Join(' ', ran.Select(r => $"{r.Key} {r.Value}")));
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
