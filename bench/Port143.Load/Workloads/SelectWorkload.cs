using Port143.Load.Measure;
using Port143.Load.Net;

namespace Port143.Load.Workloads;

/// <summary>Connects, signs in, selects the large mailbox, signs out. SELECT alone is timed; the CPU is that of all.</summary>
internal sealed class SelectWorkload : IWorkload
{
    public string Name => "W2";

    public string Description => "SELECT of the large mailbox, warm, each in a session of its own";

    public void Run(LoadRun run)
    {
        Session(run, new Latencies());
        var selects = new Latencies();
        Meter meter = run.Measure(() =>
        {
            for (int i = 0; i < run.Scale.Selects; i++)
            {
                Session(run, selects);
            }
        });
        run.Report("W2 select", meter, run.Scale.Selects, 0, selects);
    }

    private static void Session(LoadRun run, Latencies selects)
    {
        using ImapConnection connection = run.Open();
        selects.Time(() => connection.Select(LoadRun.Views));
        connection.Logout();
    }
}
