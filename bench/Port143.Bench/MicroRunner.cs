using System.Diagnostics;

namespace Port143.Bench;

/// <summary>Runs the micro-benchmarks.</summary>
internal static class MicroRunner
{
    /// <summary>Prints time and allocations of each.</summary>
    public static int Run()
    {
        Console.WriteLine($"{"benchmark",-58} {"ns/op",12} {"bytes/op",10} {"budget",8}");
        foreach (MicroBenchmark benchmark in MicroBenchmarks.All())
        {
            (double nanoseconds, long bytes) = Measure(benchmark);
            Console.WriteLine($"{benchmark.Name,-58} {nanoseconds,12:N0} {bytes,10:N0} {benchmark.Budget,8:N0}");
        }
        return 0;
    }

    /// <summary>Prints only what is over its budget. The last line counts.</summary>
    public static int Check()
    {
        int passed = 0, failed = 0;
        foreach (MicroBenchmark benchmark in MicroBenchmarks.All())
        {
            long bytes = Allocations(benchmark.Operation);
            if (bytes <= benchmark.Budget)
            {
                passed++;
                continue;
            }
            failed++;
            Console.WriteLine($"over budget: {benchmark.Name} allocates {bytes:N0} bytes, {benchmark.Budget:N0} are allowed");
        }
        Console.WriteLine($"{passed} passed, {failed} failed");
        return failed == 0 ? 0 : 1;
    }

    public static int Usage()
    {
        Console.Error.WriteLine("usage: Port143.Bench [--check | storage [--keep FOLDER] [NAME...]]");
        return 64;
    }

    private static (double Nanoseconds, long Bytes) Measure(MicroBenchmark benchmark)
    {
        long bytes = Allocations(benchmark.Operation);
        double best = double.MaxValue;
        for (int round = 0; round < 5; round++)
        {
            int operations = 0;
            long start = Stopwatch.GetTimestamp();
            do
            {
                benchmark.Operation();
                operations++;
            }
            while (Stopwatch.GetElapsedTime(start).TotalMilliseconds < 100);
            best = Math.Min(best, Stopwatch.GetElapsedTime(start).TotalNanoseconds / operations);
        }
        return (best, bytes);
    }

    private static long Allocations(Action operation)
    {
        for (int i = 0; i < 200; i++)
        {
            operation(); // buffers are pooled, statements prepared
        }
        const int operations = 100;
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < operations; i++)
        {
            operation();
        }
        return (GC.GetAllocatedBytesForCurrentThread() - before) / operations;
    }
}
