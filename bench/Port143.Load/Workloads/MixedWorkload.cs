using System.Diagnostics;
using Port143.Load.Corpus;
using Port143.Load.Measure;
using Port143.Load.Net;

namespace Port143.Load.Workloads;

/// <summary>
/// Sessions as clients have them, sixty-four at once: sign in, select, list the newest, then twenty things - read a message,
/// flags of all, a flag, a search, NOOP, APPEND, STATUS, a page of headers.
/// </summary>
internal sealed class MixedWorkload : IWorkload
{
    public const int FirstAccount = 101;

    public string Name => "W12";

    public string Description => "mixed sessions on many connections";

    public void Run(LoadRun run)
    {
        Mix(run, Math.Min(3, run.Scale.MixedSeconds), report: false);
        Mix(run, run.Scale.MixedSeconds, report: true);
    }

    private static void Mix(LoadRun run, double seconds, bool report)
    {
        for (int client = 0; client < run.Scale.MixedClients; client++)
        {
            Trim(run, FirstAccount + client);
        }
        var all = new Latencies();
        var meter = new Meter(run.Target.Processes);
        Crowd.Run(
            run.Scale.MixedClients,
            client =>
            {
                var own = new Latencies();
                var elapsed = Stopwatch.StartNew();
                var random = new SeededRandom((ulong)run.Round, 100UL + (ulong)client);
                while (elapsed.Elapsed.TotalSeconds < seconds)
                {
                    Session(run, FirstAccount + client, own, ref random, () => elapsed.Elapsed.TotalSeconds < seconds);
                }
                all.Add(own);
            },
            meter.Start);
        meter.Stop();
        if (report)
        {
            run.Report("W12 mixed", meter, all.Count, 0, all);
        }
    }

    // What earlier rounds appended goes: a server that did more of them would have more to list now.
    private static void Trim(LoadRun run, int account)
    {
        using ImapConnection connection = run.Open(account);
        int count = connection.Select("INBOX");
        if (count > run.Scale.MixedInbox)
        {
            connection.Ok($"STORE {run.Scale.MixedInbox + 1}:{count} +FLAGS.SILENT (\\Deleted)");
            connection.Ok("EXPUNGE");
        }
        connection.Logout();
    }

    private static void Session(LoadRun run, int account, Latencies latencies, ref SeededRandom random, Func<bool> goesOn)
    {
        ImapConnection connection = null!;
        latencies.Time(() => connection = run.Open(account));
        using (connection)
        {
            int count = 0;
            latencies.Time(() => count = connection.Select("INBOX"));
            int inbox = run.Scale.MixedInbox;
            Do($"FETCH {Math.Max(1, inbox - 49)}:{inbox} (UID FLAGS INTERNALDATE RFC822.SIZE ENVELOPE BODYSTRUCTURE)");
            for (int i = 0; i < 20 && goesOn(); i++)
            {
                int number = 1 + random.Next(inbox);
                switch (random.Next(100))
                {
                    case < 30:
                        Do($"FETCH {number} (UID BODY.PEEK[])");
                        break;
                    case < 45:
                        Do("UID FETCH 1:* (FLAGS)");
                        break;
                    case < 60:
                        Do($"STORE {number} {(random.OneIn(2) ? '+' : '-')}FLAGS (\\Seen)");
                        break;
                    case < 70:
                        Do(random.OneIn(2) ? "UID SEARCH UNSEEN" : "UID SEARCH SUBJECT " + Markers.CommonSubject);
                        break;
                    case < 85:
                        Do("NOOP");
                        break;
                    case < 90:
                        MailMessage message = run.Corpus.Message(500_000 + random.Next(100_000), run.Target.Recipient(account));
                        latencies.Time(() => connection.Append("INBOX", message.Header, message.Body));
                        break;
                    case < 95:
                        Do("STATUS INBOX (MESSAGES UNSEEN UIDNEXT)");
                        break;
                    default:
                        Do($"FETCH {Math.Max(1, number - 19)}:{number} (UID BODY.PEEK[HEADER.FIELDS (FROM TO SUBJECT DATE MESSAGE-ID REFERENCES)])");
                        break;
                }
            }
            connection.Logout();
        }

        void Do(string command) => latencies.Time(() => connection.Ok(command));
    }
}
