using System.Diagnostics;
using Port143.Load.Corpus;
using Port143.Load.Measure;
using Port143.Load.Net;

namespace Port143.Load.Workloads;

/// <summary>
/// Clients in IDLE: what each costs in memory, in the clear and over TLS, and how long it takes from the end of a delivery by
/// LMTP until a client of that account is told. The server is started anew for each, so that memory counts from a fresh start.
/// </summary>
internal sealed class IdleWorkload : IWorkload
{
    public string Name => "W10";

    public string Description => "idle clients: memory in the clear and over TLS, delivery to push";

    public void Run(LoadRun run)
    {
        Push(run);
        // A process for each client needs half a megabyte for it: the peers are measured with as many as push needs.
        int many = run.Target.Name == "port143" ? run.Scale.IdleMemory : run.Scale.IdlePush;
        Memory(run, tls: false, many);
        Memory(run, tls: true, many);
    }

    private static void Push(LoadRun run)
    {
        using var crowd = new IdleCrowd();
        crowd.Open(run.Target.Imap, tls: false, run.Scale.IdlePush, run.Target.Credentials, run.Target.Accounts);
        crowd.Listen();
        using LmtpConnection lmtp = run.Target.OpenLmtp();
        var latencies = new Latencies();
        var random = new SeededRandom((ulong)run.Round, 10);
        int accounts = Math.Min(run.Target.Accounts, run.Scale.IdlePush), missed = 0;
        Meter meter = run.Measure(() =>
        {
            for (int i = -3; i < run.Scale.Pushes; i++)
            {
                int account = 1 + random.Next(accounts);
                MailMessage message = run.Corpus.Message(300_000 + i, run.Target.Recipient(account));
                crowd.Clear();
                lmtp.Deliver(run.Target.Recipient(account), message);
                long? at = crowd.WaitForPush(account);
                if (i >= 0 && at is { } time)
                {
                    latencies.Add(Stopwatch.GetElapsedTime(lmtp.SentAt, time));
                }
                missed += at is null ? 1 : 0;
                Thread.Sleep(10);
            }
        });
        run.Report("W10 push", meter, run.Scale.Pushes, 0, latencies, missed);
    }

    private static void Memory(LoadRun run, bool tls, int count)
    {
        ServerScript.Restart(run.Target);
        // What is made once is made before it is counted.
        int first = Math.Min(200, count / 4);
        using var before = new IdleCrowd();
        before.Open(tls ? run.Target.Imaps : run.Target.Imap, tls, first, run.Target.Credentials, run.Target.Accounts);
        Thread.Sleep(TimeSpan.FromSeconds(run.Scale.Settle));
        long baseline = run.Target.Processes.Memory().Kibibytes;
        using var crowd = new IdleCrowd();
        crowd.Open(tls ? run.Target.Imaps : run.Target.Imap, tls, count - first, run.Target.Credentials, run.Target.Accounts);
        Thread.Sleep(TimeSpan.FromSeconds(run.Scale.Settle));
        long after = run.Target.Processes.Memory().Kibibytes;
        run.Report(tls ? "W10 idle tls" : "W10 idle clear", (after - baseline) / (double)crowd.Count);
    }
}
