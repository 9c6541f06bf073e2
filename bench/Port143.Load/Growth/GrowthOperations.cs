using System.Diagnostics;
using System.Globalization;
using Port143.Load.Corpus;
using Port143.Load.Measure;
using Port143.Load.Net;

namespace Port143.Load.Growth;

/// <summary>Single operations in a mailbox of a given size: median latency, and server CPU for each.</summary>
internal static class GrowthOperations
{
    public static void Measure(LoadRun run, int account, int size, int repeat)
    {
        string suffix = " " + size.ToString(CultureInfo.InvariantCulture);
        using ImapConnection connection = run.Open(account);
        int exists = connection.Select("INBOX");
        var random = new SeededRandom(8, (ulong)size);
        var mail = new SmallMail(9);

        Each("select", repeat, _ => connection.Select("INBOX"));
        connection.Ok("UNSELECT");
        Each("status", repeat, _ => connection.Ok("STATUS INBOX (MESSAGES UNSEEN UIDNEXT UIDVALIDITY)"));
        connection.Select("INBOX");
        int[] numbers = [.. Enumerable.Range(0, repeat + 10).Select(_ => 1 + random.Next(exists))];
        Each("fetch", repeat, i => connection.Ok($"UID FETCH {numbers[i]} (FLAGS ENVELOPE BODY.PEEK[])"));
        Each("store", repeat, i => connection.Ok($"UID STORE {numbers[i]} {(i % 2 == 0 ? '+' : '-')}FLAGS (\\Answered)"));
        // A server without an index reads the whole mailbox: then one search says enough.
        Search(0);
        Meter first = run.Measure(() => Search(0));
        if (first.Wall > 2)
        {
            var once = new Latencies();
            once.Add(TimeSpan.FromSeconds(first.Wall));
            run.Report("search" + suffix, first, 1, 0, once);
        }
        else
        {
            Each("search", Math.Max(5, repeat / 5), Search);
        }
        ChangedSince(run, connection, account, numbers, Each, repeat);
        connection.Ok("UNSELECT");
        string recipient = run.Target.Recipient(account);
        using (LmtpConnection lmtp = run.Target.OpenLmtp())
        {
            Each("delivery", repeat, i => lmtp.Deliver(recipient, new MailMessage(mail.Message(i, rare: false), [])));
        }
        Push(run, account, mail, repeat, suffix);
        connection.Logout();

        void Search(int number)
        {
            int hits = 0;
            connection.Ok("UID SEARCH TEXT " + Markers.RareBody, line => hits = line.StartsWith("* SEARCH"u8) ? line.Count((byte)' ') - 1 : hits);
            if (hits != 10)
            {
                throw new InvalidDataException($"growth: SEARCH found {hits} messages instead of 10");
            }
        }

        void Each(string name, int times, Action<int> operation)
        {
            for (int i = 0; i < 10; i++)
            {
                operation(repeat + i); // with messages that are not measured
            }
            var latencies = new Latencies();
            Meter meter = run.Measure(() =>
            {
                for (int i = 0; i < times; i++)
                {
                    int number = i;
                    latencies.Time(() => operation(number));
                }
            });
            run.Report(name + suffix, meter, times, 0, latencies);
        }
    }

    // What a client asks that was away while a hundred messages changed.
    private static void ChangedSince(LoadRun run, ImapConnection connection, int account, int[] numbers, Action<string, int, Action<int>> each, int repeat)
    {
        long modSeq = 0;
        connection.Ok("STATUS INBOX (HIGHESTMODSEQ)", line => modSeq = ImapConnection.Code(line, "HIGHESTMODSEQ"u8) ?? modSeq);
        int[] changed = [.. numbers.Distinct().Take(100)];
        using (ImapConnection other = run.Open(account))
        {
            other.Select("INBOX");
            foreach (int uid in changed)
            {
                other.Ok($"UID STORE {uid} +FLAGS.SILENT ($Changed)");
                other.Ok($"UID STORE {uid} -FLAGS.SILENT ($Changed)");
            }
            other.Logout();
        }
        connection.Ok("NOOP");
        each("changedsince", repeat, _ =>
        {
            int untagged = connection.Ok($"UID FETCH 1:* (FLAGS) (CHANGEDSINCE {modSeq})").Untagged;
            if (untagged < changed.Length)
            {
                throw new InvalidDataException($"growth: CHANGEDSINCE told of {untagged} changes instead of {changed.Length}");
            }
        });
    }

    private static void Push(LoadRun run, int account, SmallMail mail, int repeat, string suffix)
    {
        using var crowd = new IdleCrowd();
        crowd.Open(run.Target.Imap, tls: false, 1, _ => run.Target.Credentials(account), run.Target.Accounts);
        crowd.Listen();
        using LmtpConnection lmtp = run.Target.OpenLmtp();
        var latencies = new Latencies();
        Meter meter = run.Measure(() =>
        {
            for (int i = -5; i < repeat; i++)
            {
                crowd.Clear();
                lmtp.Deliver(run.Target.Recipient(account), new MailMessage(mail.Message(1000 + i, rare: false), []));
                long at = crowd.WaitForPush(1) ?? throw new InvalidDataException("growth: nobody was told of new mail");
                if (i >= 0)
                {
                    latencies.Add(Stopwatch.GetElapsedTime(lmtp.SentAt, at));
                }
                Thread.Sleep(5);
            }
        });
        run.Report("push" + suffix, meter, repeat, 0, latencies);
    }
}
