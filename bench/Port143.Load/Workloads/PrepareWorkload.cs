using Port143.Load.Measure;

namespace Port143.Load.Workloads;

/// <summary>Fills the mailboxes that the others read.</summary>
internal sealed class PrepareWorkload : IWorkload
{
    public string Name => "prepare";

    public string Description => "fills the mailboxes that the others read, by pipelined APPEND";

    public void Run(LoadRun run)
    {
        long bytes = 0;
        Meter meter = run.Measure(() => bytes = run.Fill(LoadRun.Owner, LoadRun.Bodies, run.Scale.Bodies));
        run.Report("prepare bodies", meter, run.Scale.Bodies, bytes);
        meter = run.Measure(() => bytes = run.Fill(LoadRun.Owner, LoadRun.Views, run.Scale.Views));
        run.Report("prepare views", meter, run.Scale.Views, bytes);
        Crowd.Run(8, worker =>
        {
            for (int i = worker; i < run.Scale.MixedClients; i += 8)
            {
                run.Fill(MixedWorkload.FirstAccount + i, "INBOX", run.Scale.MixedInbox, i * 601L);
            }
        });
    }
}
