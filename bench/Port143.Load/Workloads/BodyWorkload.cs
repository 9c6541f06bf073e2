using Port143.Load.Corpus;
using Port143.Load.Measure;
using Port143.Load.Net;

namespace Port143.Load.Workloads;

/// <summary>Bodies, parts and header fields of all messages, and whole messages one by one.</summary>
internal sealed class BodyWorkload : IWorkload
{
    // Fields that a server hardly keeps ready, other ones in each round: the first time is what counts.
    private static readonly string[] Uncommon = ["X-SPAM-STATUS X-MAILER", "RETURN-PATH X-PRIORITY", "AUTHENTICATION-RESULTS X-CAMPAIGN", "RECEIVED LIST-UNSUBSCRIBE", "DKIM-SIGNATURE PRECEDENCE"];

    public string Name => "W4";

    public string Description => "BODY[], BODY[1], header fields of all messages; random single messages";

    public void Run(LoadRun run)
    {
        using ImapConnection connection = run.Open();
        int count = connection.Select(LoadRun.Bodies, readOnly: true);
        run.Command("W4 body[]", connection, "UID FETCH 1:* (BODY.PEEK[])", count);
        run.Command("W4 body[1]", connection, "UID FETCH 1:* (BODY.PEEK[1])", count);
        run.Command("W4 fields common", connection, "UID FETCH 1:* (BODY.PEEK[HEADER.FIELDS (FROM TO SUBJECT DATE MESSAGE-ID REFERENCES)])", count);
        string fields = Uncommon[(run.Round - 1) % Uncommon.Length];
        run.Command("W4 fields first", connection, $"UID FETCH 1:* (BODY.PEEK[HEADER.FIELDS ({fields})])", count, warmUps: 0);
        var random = new SeededRandom((ulong)run.Round, 1);
        var latencies = new Latencies();
        int[] numbers = [.. Enumerable.Range(0, run.Scale.RoundTrips).Select(_ => 1 + random.Next(count))];
        long before = connection.BytesReceived;
        Meter meter = run.Measure(() =>
        {
            foreach (int number in numbers)
            {
                latencies.Time(() => connection.Ok($"FETCH {number} (UID BODY.PEEK[])"));
            }
        });
        run.Report("W4 single", meter, numbers.Length, connection.BytesReceived - before, latencies);
        connection.Logout();
    }
}
