using System.Globalization;

namespace Port143.Storage.Tests;

/// <summary>How much of the long tests to run: little, unless PORT143_LONG=1. Their seed is in the test's name.</summary>
internal static class TestDose
{
    /// <summary>The first seed: a new one every hour, or PORT143_SEED to repeat a failure.</summary>
    public static int Seed { get; } = int.Parse(
        Environment.GetEnvironmentVariable("PORT143_SEED") ?? $"{Environment.TickCount64 / 3_600_000 % 1000 * 1000}",
        CultureInfo.InvariantCulture);

    public static bool IsLong => Environment.GetEnvironmentVariable("PORT143_LONG") == "1";

    public static int Of(int usual, int @long) => IsLong ? @long : usual;
}
