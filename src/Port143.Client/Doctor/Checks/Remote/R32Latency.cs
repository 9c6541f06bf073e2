using Port143.Client.Doctor.Probes;

namespace Port143.Client.Doctor.Checks.Remote;

/// <summary>R32: where the time goes: the name, the connection, TLS, the greeting, commands; and how much of it is the network's.</summary>
internal sealed class R32Latency() : DoctorCheck("R32", "latency", CheckGroup.Latency, "R01")
{
    private static readonly TimeSpan SlowServer = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan SlowNetwork = TimeSpan.FromMilliseconds(300);

    public override async Task<Finding> RunAsync(Examination examination, CancellationToken cancel)
    {
        IReadOnlyList<ImapReport> talks = await examination.AllTalksAsync(cancel).ConfigureAwait(false);
        if (talks.FirstOrDefault(t => t.Noops.Count > 0) is not { } talk)
        {
            return Finding.Skipped("no conversation was reached");
        }
        MailHost host = await examination.MailHostAsync(cancel).ConfigureAwait(false);
        TimeSpan[] noops = [.. talk.Noops.Order()];
        TimeSpan median = noops[noops.Length / 2];
        TimeSpan network = talk.TcpAtEnd?.RoundTrip ?? talk.Port.Elapsed;
        TimeSpan server = median > network ? median - network : TimeSpan.Zero;
        TimeSpan dns = host.A is null ? TimeSpan.Zero : host.A.Elapsed > host.Aaaa!.Elapsed ? host.A.Elapsed : host.Aaaa.Elapsed;
        string split = $"DNS {Ms(dns)}, connection {Ms(talk.Port.Elapsed)}, TLS {Ms(talk.Tls?.Elapsed ?? TimeSpan.Zero)}, greeting {Ms(talk.GreetingElapsed)}, CAPABILITY {Ms(talk.CapabilityElapsed)}, NOOP {Ms(median)}";
        Finding finding = server > SlowServer
            ? Finding.Warn($"Network {Ms(network)}, server thinking {Ms(server)}: the server is slow, not the line.")
                .Do("On the server, let the doctor look from inside.", "port143 doctor --server --data DIR")
            : network > SlowNetwork
                ? Finding.Warn($"Network {Ms(network)}, server thinking {Ms(server)}: the line is slow, not the server.").Because("a long way, or a busy line")
                    .Do("See where on the way the time goes.", $"mtr -T -P {talk.EndPoint.Port} {talk.EndPoint.Address}")
                : Finding.Ok($"network {Ms(network)}, server {Ms(server)} for a command");
        return finding.With(finding.Status == CheckStatus.Ok ? [] : [split]).Saw("split", split).Saw("slowest NOOP", Ms(noops[^1]))
            .Saw("retransmitted", talk.TcpAtEnd?.Retransmitted);
    }

    private static string Ms(TimeSpan time) => time.TotalMilliseconds < 10 ? $"{time.TotalMilliseconds:F1} ms" : $"{time.TotalMilliseconds:F0} ms";
}
