using Port143.Load.Corpus;
using Port143.Load.Measure;
using Port143.Load.Net;

namespace Port143.Load.Workloads;

/// <summary>A client comes back after a hundred changes: 80 flags, 10 new messages, 10 expunged.</summary>
internal sealed class ResyncWorkload : IWorkload
{
    private const int Repetitions = 5;

    public string Name => "W7";

    public string Description => "QRESYNC and CHANGEDSINCE after 100 changes in the large mailbox";

    public void Run(LoadRun run)
    {
        var random = new SeededRandom((ulong)run.Round, 7);
        var qresync = new Latencies();
        var changedSince = new Latencies();
        double qresyncCpu = 0, changedSinceCpu = 0;
        for (int i = 0; i <= Repetitions; i++)
        {
            (long validity, long modSeq) = Change(run, ref random);
            var own = new Latencies();
            Meter meter = run.Measure(() =>
            {
                using ImapConnection connection = run.Open();
                connection.Ok("ENABLE QRESYNC");
                own.Time(() => connection.Select(LoadRun.Views, parameters: $" (QRESYNC ({validity} {modSeq}))"));
                connection.Logout();
            });
            if (i > 0)
            {
                qresync.Add(own);
                qresyncCpu += meter.ServerCpu;
            }
            own = new Latencies();
            int changed = 0;
            meter = run.Measure(() =>
            {
                using ImapConnection connection = run.Open();
                connection.Select(LoadRun.Views, parameters: " (CONDSTORE)");
                own.Time(() => changed = connection.Ok($"UID FETCH 1:* (FLAGS) (CHANGEDSINCE {modSeq})").Untagged);
                connection.Logout();
            });
            if (changed < Math.Min(20, run.Scale.Views / 4))
            {
                throw new InvalidDataException($"W7: only {changed} changes were told");
            }
            if (i > 0)
            {
                changedSince.Add(own);
                changedSinceCpu += meter.ServerCpu;
            }
        }
        run.Report("W7 qresync", Of(qresync, qresyncCpu));
        run.Report("W7 changedsince", Of(changedSince, changedSinceCpu));

        Sample Of(Latencies latencies, double cpu) => new() { Name = "", Operations = Repetitions, ServerCpu = cpu, P50 = latencies.Quantile(0.5), P99 = latencies.Quantile(0.99) };
    }

    private static (long Validity, long ModSeq) Change(LoadRun run, ref SeededRandom random)
    {
        using ImapConnection connection = run.Open();
        long validity = 0, modSeq = 0;
        int exists = 0;
        connection.Ok($"SELECT {LoadRun.Views} (CONDSTORE)", line =>
        {
            validity = ImapConnection.Code(line, "[UIDVALIDITY"u8) ?? validity;
            modSeq = ImapConnection.Code(line, "[HIGHESTMODSEQ"u8) ?? modSeq;
            exists = ImapConnection.Exists(line) ?? exists;
        });
        for (int i = 0; i < 80; i++)
        {
            connection.Ok($"STORE {1 + random.Next(exists)} {(random.OneIn(2) ? '+' : '-')}FLAGS.SILENT (\\Flagged $Label{i % 4})");
        }
        for (int i = 0; i < 10; i++)
        {
            MailMessage message = run.Corpus.Message(random.Next(1_000_000), run.Target.Recipient(LoadRun.Owner));
            connection.Append(LoadRun.Views, message.Header, message.Body);
        }
        var gone = new HashSet<int>();
        while (gone.Count < 10)
        {
            gone.Add(1 + random.Next(exists));
        }
        connection.Ok($"STORE {string.Join(',', gone)} +FLAGS.SILENT (\\Deleted)");
        connection.Ok("EXPUNGE");
        connection.Logout();
        return (validity, modSeq);
    }
}
