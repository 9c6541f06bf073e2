using System.Net;
using System.Net.Sockets;
using Port143.Client.Doctor.Probes;

namespace Port143.Client.Doctor.Checks.Remote;

/// <summary>R10: five connections without a packet that had to be repeated.</summary>
internal sealed class R10PacketLoss() : DoctorCheck("R10", "no packets are lost", CheckGroup.Network, "R01")
{
    private const int Connections = 5;
    private static readonly TimeSpan SlowerThanFirst = TimeSpan.FromMilliseconds(900);

    public override async Task<Finding> RunAsync(Examination examination, CancellationToken cancel)
    {
        IReadOnlyList<ImapReport> talks = await examination.AllTalksAsync(cancel).ConfigureAwait(false);
        if (talks.FirstOrDefault(t => t.IsImap) is not { } talk)
        {
            return Finding.Skipped("no server speaks IMAP there");
        }
        // A lost first packet is repeated after a second, which no counter of the new connection tells.
        var times = new List<TimeSpan>();
        for (int i = 0; i < Connections; i++)
        {
            (PortReport report, Socket? socket) = await PortProbe.ConnectAsync(new IPEndPoint(talk.EndPoint.Address, talk.EndPoint.Port), TimeSpan.FromSeconds(2), cancel)
                .ConfigureAwait(false);
            socket?.Dispose();
            times.Add(report.State == PortState.Open ? report.Elapsed : TimeSpan.FromSeconds(2));
        }
        TimeSpan quickest = times.Min();
        long late = times.Count(t => t - quickest > SlowerThanFirst), repeated = talks.Sum(t => t.TcpAtEnd?.Retransmitted ?? 0);
        if (late + repeated == 0)
        {
            return Finding.Ok($"none in {Connections} connections and a conversation");
        }
        return Finding.Warn($"{late + repeated} packets had to be repeated.")
            .Because("the line loses packets: bad radio, an overloaded link, or a broken cable")
            .Do("See where on the way they are lost.", $"mtr -T -P {talk.EndPoint.Port} {talk.EndPoint.Address}")
            .Saw("late connections", late).Saw("retransmitted segments", repeated).Saw("slowest connection", $"{times.Max().TotalMilliseconds:F0} ms");
    }
}
