using System.Runtime.ExceptionServices;

namespace Port143.Load.Measure;

/// <summary>Does the same thing on several threads, which begin together.</summary>
internal static class Crowd
{
    /// <summary>
    /// Runs <paramref name="work"/> on <paramref name="count"/> threads. <paramref name="atStart"/> runs once, when all are ready.
    /// The first error is thrown when all have ended.
    /// </summary>
    public static void Run(int count, Action<int> work, Action? atStart = null)
    {
        ExceptionDispatchInfo? error = null;
        using var ready = new CountdownEvent(count);
        using var go = new ManualResetEventSlim();
        var threads = new Thread[count];
        for (int i = 0; i < count; i++)
        {
            int number = i;
            threads[i] = new Thread(
                () =>
                {
                    ready.Signal();
                    go.Wait();
                    try
                    {
                        work(number);
                    }
                    catch (Exception e)
                    {
                        Interlocked.CompareExchange(ref error, ExceptionDispatchInfo.Capture(e), null);
                    }
                },
                maxStackSize: 256 * 1024);
            threads[i].Start();
        }
        ready.Wait();
        atStart?.Invoke();
        go.Set();
        foreach (Thread thread in threads)
        {
            thread.Join();
        }
        error?.Throw();
    }
}
