using System.Text;
using Port143.Load.Measure;
using Port143.Load.Net;

namespace Port143.Load.Workloads;

/// <summary>Flag changes: all at once, one by one in a pipeline, one by one with an answer each.</summary>
internal sealed class StoreWorkload : IWorkload
{
    public string Name => "W5";

    public string Description => "STORE on all messages, single STOREs pipelined, and as round trips";

    public void Run(LoadRun run)
    {
        using ImapConnection connection = run.Open();
        int count = connection.Select(LoadRun.Bodies);
        for (int warm = 0; warm < 2; warm++)
        {
            connection.Ok("STORE 1:* +FLAGS (\\Flagged)");
            connection.Ok("STORE 1:* -FLAGS.SILENT (\\Flagged \\Answered \\Draft)");
        }
        run.Command("W5 store all", connection, "STORE 1:* +FLAGS (\\Flagged)", count, warmUps: 0);
        run.Report("W5 store all silent", run.Measure(() => connection.Ok("STORE 1:* -FLAGS.SILENT (\\Flagged)")), count);
        Pipelined(run, connection, count, "-FLAGS", report: false);
        Pipelined(run, connection, count, "+FLAGS", report: true);
        var latencies = new Latencies();
        Meter meter = run.Measure(() =>
        {
            for (int i = 0; i < run.Scale.RoundTrips; i++)
            {
                int number = 1 + i * 7 % count;
                latencies.Time(() => connection.Ok($"STORE {number} +FLAGS (\\Draft)"));
            }
        });
        run.Report("W5 store single", meter, run.Scale.RoundTrips, 0, latencies);
        connection.Ok("STORE 1:* -FLAGS.SILENT (\\Answered \\Draft)");
        connection.Logout();
    }

    private static void Pipelined(LoadRun run, ImapConnection connection, int count, string change, bool report)
    {
        var commands = new StringBuilder();
        string last = "";
        for (int i = 0; i < run.Scale.Pipelined; i++)
        {
            last = connection.NextTag();
            commands.Append(last).Append(" STORE ").Append(1 + i * 7 % count).Append(' ').Append(change).Append(" (\\Answered)\r\n");
        }
        byte[] bytes = Encoding.ASCII.GetBytes(commands.ToString());
        ImapReply reply = default;
        Meter meter = run.Measure(() =>
        {
            var sender = new Thread(() => connection.SendRaw(bytes));
            sender.Start();
            reply = connection.Wait(last);
            sender.Join();
        });
        if (!reply.IsOk)
        {
            throw new IOException($"STORE was answered {reply.Line}");
        }
        if (report)
        {
            run.Report("W5 store pipelined", meter, run.Scale.Pipelined);
        }
    }
}
