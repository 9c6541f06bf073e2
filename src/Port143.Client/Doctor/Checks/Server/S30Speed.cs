using System.Globalization;
using System.Net;
using Port143.Client.Doctor.Probes;

namespace Port143.Client.Doctor.Checks.Server;

/// <summary>S30: the server answers quickly from inside, and neither processor, memory nor disk keeps it waiting.</summary>
internal sealed class S30Speed() : DoctorCheck("S30", "speed from inside", CheckGroup.Latency, "S03")
{
    private static readonly TimeSpan Slow = TimeSpan.FromMilliseconds(250);
    private const double MuchPressure = 40; // per cent of the last minute in which something waited

    public override async Task<Finding> RunAsync(Examination examination, CancellationToken cancel)
    {
        ServerFacts server = examination.Server;
        if (server.Listeners.LastOrDefault(l => l.Name is "imap" or "imaps" && l.Port > 0) is not { } listener)
        {
            return Finding.Skipped("no port of IMAP is configured");
        }
        (string What, double Share)[] pressures =
            [("the disk", PressureOf(server, "io")), ("the processor", PressureOf(server, "cpu")), ("memory", PressureOf(server, "memory"))];
        (string what, double share) = pressures.MaxBy(p => p.Share);
        ImapReport talk = await ImapProbe.TalkAsync(
            new IPEndPoint(listener.Address ?? IPAddress.Loopback, listener.Port), "localhost", listener.Name == "imaps", examination.Options.ConnectLimit, cancel).ConfigureAwait(false);
        if (talk.Noops.Count == 0)
        {
            return Finding.Fail($"The server does not answer on {listener.Port}: {talk.Error}").Because(share > MuchPressure ? $"tasks waited for {what} during {share:F0}% of the last minute" : "see its log")
                .Do("See what it does.", "journalctl -u port143 -n 20");
        }
        TimeSpan median = talk.Noops.Order().ElementAt(talk.Noops.Count / 2);
        Finding finding = median > Slow
            ? Finding.Warn($"A command that does nothing takes {median.TotalMilliseconds:F0} ms on this machine itself.").Because(share > MuchPressure ? $"tasks waited for {what} during {share:F0}% of the last minute" : "the server is busy")
                .Do("See what is busy.", "top -b -n 1 | head -15; iostat -x 1 3")
            : share > MuchPressure
                ? Finding.Warn($"Tasks waited for {what} during {share:F0}% of the last minute.").Do("See what is busy.", "top -b -n 1 | head -15; iostat -x 1 3")
                : Finding.Ok($"{median.TotalMilliseconds:F1} ms for a command");
        return finding.Saw("greeting", talk.GreetingElapsed).Saw("pressure", string.Join(", ", pressures.Select(p => $"{p.What} {p.Share:F0}%")));
    }

    // some avg10=0.00 avg60=0.12 avg300=0.00 total=1 (Documentation/accounting/psi.rst)
    private static double PressureOf(ServerFacts server, string kind) =>
        server.LinesOf("/proc/pressure/" + kind).FirstOrDefault(l => l.StartsWith("some ", StringComparison.Ordinal))?.Split(' ').FirstOrDefault(w => w.StartsWith("avg60=", StringComparison.Ordinal)) is { } word
        && double.TryParse(word[6..], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double share) ? share : 0;
}
