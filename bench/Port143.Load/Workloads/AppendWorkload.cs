using Port143.Load.Corpus;
using Port143.Load.Measure;
using Port143.Load.Net;

namespace Port143.Load.Workloads;

/// <summary>Durable APPEND, each awaited, on one connection and on sixteen to as many accounts.</summary>
internal sealed class AppendWorkload : IWorkload
{
    private const int FirstAccount = 10;

    public string Name => "W1";

    public string Description => "durable APPEND, 1 and 16 connections";

    public void Run(LoadRun run)
    {
        Append(run, 16, 16, report: false);
        Append(run, 1, run.Scale.One, report: true);
        Append(run, 16, run.Scale.Sixteen, report: true);
    }

    private static void Append(LoadRun run, int connections, int count, bool report)
    {
        var clients = new ImapConnection[connections];
        var mail = new MailMessage[connections][];
        for (int c = 0; c < connections; c++)
        {
            clients[c] = run.Open(FirstAccount + c);
            clients[c].Try("DELETE load");
            clients[c].Ok("CREATE load");
            mail[c] = [.. Enumerable.Range(0, count / connections).Select(i => run.Corpus.Message(c * 977L + i, run.Target.Recipient(FirstAccount + c)))];
        }
        var all = new Latencies();
        var meter = new Meter(run.Target.Processes);
        Crowd.Run(
            connections,
            c =>
            {
                var own = new Latencies();
                foreach (MailMessage message in mail[c])
                {
                    own.Time(() => clients[c].Append("load", message.Header, message.Body));
                }
                all.Add(own);
            },
            meter.Start);
        meter.Stop();
        if (report)
        {
            run.Report($"W1 append {connections}", meter, all.Count, mail.Sum(m => m.Sum(i => (long)i.Size)), all);
        }
        foreach (ImapConnection client in clients)
        {
            client.Ok("DELETE load");
            client.Logout();
        }
    }
}
