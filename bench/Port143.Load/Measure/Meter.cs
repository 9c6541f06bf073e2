using System.Diagnostics;

namespace Port143.Load.Measure;

/// <summary>Wall time and CPU time of the server, of this process and of the rest of the machine, from a start to a stop.</summary>
internal sealed class Meter(ServerProcesses server)
{
    private double _server, _client, _machine;
    private long _start;

    public double Wall { get; private set; }

    public double ServerCpu { get; private set; }

    public double ClientCpu { get; private set; }

    /// <summary>What others used meanwhile: on a quiet machine next to nothing.</summary>
    public double OtherCpu { get; private set; }

    public void Start()
    {
        _server = server.CpuSeconds();
        _client = Environment.CpuUsage.TotalTime.TotalSeconds;
        _machine = ServerProcesses.MachineSeconds();
        _start = Stopwatch.GetTimestamp();
    }

    public void Stop()
    {
        Wall = Stopwatch.GetElapsedTime(_start).TotalSeconds;
        ServerCpu = server.CpuSeconds() - _server;
        ClientCpu = Environment.CpuUsage.TotalTime.TotalSeconds - _client;
        OtherCpu = Math.Max(0, ServerProcesses.MachineSeconds() - _machine - ServerCpu - ClientCpu);
    }

    /// <summary>Measures something that happens on this thread.</summary>
    public static Meter Measure(ServerProcesses server, Action work)
    {
        var meter = new Meter(server);
        meter.Start();
        work();
        meter.Stop();
        return meter;
    }
}
