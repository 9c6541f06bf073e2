using System.Globalization;
using Port143.Load.Net;

namespace Port143.Load.Growth;

/// <summary>What a large mailbox costs in memory: for each session that has it selected, and while it is read.</summary>
internal static class GrowthMemory
{
    /// <summary>KiB for each of <paramref name="count"/> sessions, when one has the mailbox open already.</summary>
    public static void Sessions(LoadRun run, int account, int size, int count)
    {
        var sessions = new List<ImapConnection>();
        try
        {
            Open(50);
            Thread.Sleep(TimeSpan.FromSeconds(run.Scale.Settle));
            long before = run.Target.Processes.Memory().Kibibytes;
            Open(count);
            Thread.Sleep(TimeSpan.FromSeconds(run.Scale.Settle));
            long after = run.Target.Processes.Memory().Kibibytes;
            run.Report("session memory " + size.ToString(CultureInfo.InvariantCulture), (after - before) / (double)count);
        }
        finally
        {
            sessions.ForEach(s => s.Dispose());
        }

        void Open(int more)
        {
            for (int i = 0; i < more; i++)
            {
                ImapConnection connection = run.Open(account);
                sessions.Add(connection);
                connection.Select("INBOX");
                connection.Ok("NOOP");
            }
        }
    }

    /// <summary>
    /// BODY[] of many messages, read as fast as they come and then slowly (pauses of 50 ms, so that the server's output is
    /// always full): MiB that the server held more than before, at the most.
    /// </summary>
    public static void Stream(LoadRun run, int account, int count)
    {
        using (ImapConnection connection = run.Open(account))
        {
            connection.Select("INBOX", readOnly: true);
            string command = $"FETCH 1:{count} (BODY.PEEK[])";
            connection.Ok($"FETCH 1:{Math.Min(1000, count)} (BODY.PEEK[])");
            long before = run.Target.Processes.Memory().Kibibytes;
            long most = Watch(run, () => connection.Ok(command));
            run.Report("stream memory", (most - before) / 1024.0);
            // Slowly, for ten seconds; then the rest at once.
            before = run.Target.Processes.Memory().Kibibytes;
            int line = 0;
            var patience = System.Diagnostics.Stopwatch.StartNew();
            most = Watch(run, () => connection.Ok(command, _ =>
            {
                if (++line % 200 == 0 && patience.Elapsed.TotalSeconds < 10)
                {
                    Thread.Sleep(50);
                }
            }));
            run.Report("slow stream memory", (most - before) / 1024.0);
            connection.Logout();
        }
    }

    private static long Watch(LoadRun run, Action work)
    {
        using var stop = new ManualResetEventSlim();
        long most = 0;
        var watcher = new Thread(() =>
        {
            while (!stop.Wait(50))
            {
                most = Math.Max(most, run.Target.Processes.Memory().Kibibytes);
            }
        });
        watcher.Start();
        work();
        most = Math.Max(most, run.Target.Processes.Memory().Kibibytes);
        stop.Set();
        watcher.Join();
        return most;
    }
}
