using Port143.Load.Corpus;
using Port143.Load.Measure;
using Port143.Load.Net;

namespace Port143.Load.Workloads;

/// <summary>LMTP, each message awaited, on one connection and on sixteen to as many accounts.</summary>
internal sealed class DeliverWorkload : IWorkload
{
    private const int FirstAccount = 30;

    public string Name => "W1b";

    public string Description => "delivery by LMTP, 1 and 16 connections";

    public void Run(LoadRun run)
    {
        Deliver(run, 16, 16, report: false);
        Deliver(run, 1, run.Scale.One / 2, report: true);
        Deliver(run, 16, run.Scale.Sixteen, report: true);
        for (int account = FirstAccount; account < FirstAccount + 16; account++)
        {
            run.Empty(account, "INBOX");
        }
    }

    private static void Deliver(LoadRun run, int connections, int count, bool report)
    {
        var clients = new LmtpConnection[connections];
        var mail = new MailMessage[connections][];
        for (int c = 0; c < connections; c++)
        {
            clients[c] = run.Target.OpenLmtp();
            mail[c] = [.. Enumerable.Range(0, count / connections).Select(i => run.Corpus.Message(c * 977L + i, run.Target.Recipient(FirstAccount + c)))];
        }
        var all = new Latencies();
        var meter = new Meter(run.Target.Processes);
        Crowd.Run(
            connections,
            c =>
            {
                var own = new Latencies();
                string recipient = run.Target.Recipient(FirstAccount + c);
                foreach (MailMessage message in mail[c])
                {
                    own.Time(() => clients[c].Deliver(recipient, message));
                }
                all.Add(own);
            },
            meter.Start);
        meter.Stop();
        if (report)
        {
            run.Report($"W1b lmtp {connections}", meter, all.Count, mail.Sum(m => m.Sum(i => (long)i.Size)), all);
        }
        foreach (LmtpConnection client in clients)
        {
            client.Dispose();
        }
    }
}
