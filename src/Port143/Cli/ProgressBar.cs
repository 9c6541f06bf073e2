using System.Diagnostics;
using Spectre.Console;

namespace Port143.Cli;

/// <summary>Shows how far long work is, on standard error: a bar for a person, a line now and then for a log.</summary>
internal static class ProgressBar
{
    private static readonly TimeSpan LineEvery = TimeSpan.FromSeconds(10);

    /// <summary>Takes how much is done, of how much, and a few words.</summary>
    public delegate void Report(long done, long total, string text);

    /// <summary>Runs work that reports.</summary>
    public static async Task<T> RunAsync<T>(string what, Func<Report, Task<T>> work)
    {
        if (Console.IsErrorRedirected)
        {
            long last = Stopwatch.GetTimestamp();
            return await work((done, total, text) =>
            {
                if (Stopwatch.GetElapsedTime(last) >= LineEvery)
                {
                    last = Stopwatch.GetTimestamp();
                    Console.Error.WriteLine($"{what}: {Percent(done, total)} %, {text}");
                }
            });
        }
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
        return await console.Progress()
            .AutoClear(true)
            .Columns(new ProgressBarColumn(), new PercentageColumn(), new TaskDescriptionColumn(), new ElapsedTimeColumn())
            .StartAsync(context =>
            {
                ProgressTask task = context.AddTask(what);
                return work((done, total, text) =>
                {
                    task.Value = Percent(done, total);
                    task.Description = Markup.Escape(text);
                });
            });
    }

    private static long Percent(long done, long total) => total <= 0 ? 0 : Math.Min(100, done * 100 / total);
}
