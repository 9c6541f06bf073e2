using System.Diagnostics;
using Port143.Load.Measure;
using Port143.Load.Net;

namespace Port143.Load.Workloads;

/// <summary>From the start of the server's process to the greeting, and what the server weighs when it has nothing to do.</summary>
internal sealed class StartWorkload : IWorkload
{
    public string Name => "W14";

    public string Description => "start to greeting, memory of the idle server";

    public void Run(LoadRun run)
    {
        var latencies = new Latencies();
        for (int i = 0; i < 3; i++)
        {
            ServerScript.Run(run.Target, "stop");
            latencies.Add(ServerScript.StartToGreeting(run.Target));
        }
        run.Report("W14 start", new Sample { Name = "", Operations = 3, P50 = latencies.Quantile(0.5), P99 = latencies.Quantile(1) });
        Thread.Sleep(TimeSpan.FromSeconds(run.Scale.Settle / 2.0));
        run.Report("W14 memory", run.Target.Processes.Memory().Kibibytes / 1024.0);
    }
}
