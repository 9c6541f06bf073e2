using System.Net;
using System.Net.Sockets;
using System.Text;
using Port143.Client.Doctor.Probes;

namespace Port143.Client.Doctor.Checks.Remote;

/// <summary>R11: large packets get through as small ones do.</summary>
internal sealed class R11MtuBlackHole() : DoctorCheck("R11", "large packets get through", CheckGroup.Network, "R01")
{
    // A NOOP with much blank-free argument is a bad command to every server, and its answer comes once all of it arrived.
    private const int Large = 7000;

    public override async Task<Finding> RunAsync(Examination examination, CancellationToken cancel)
    {
        IReadOnlyList<ImapReport> talks = await examination.AllTalksAsync(cancel).ConfigureAwait(false);
        if (talks.FirstOrDefault(t => t.ImplicitTls && t.Noops.Count > 0) is not { } talk)
        {
            return talks.FirstOrDefault(t => t.Tls?.Error == "no answer in time") is { } stalled
                ? Finding.Warn($"The handshake with {stalled.EndPoint} stalls after the connection: large packets may vanish.").Because("a link with a smaller MTU that drops instead of telling")
                    .Do("Lower the MTU here as a test.", "ip link set dev eth0 mtu 1400")
                : Finding.Skipped("no conversation over TLS from the start was reached");
        }
        (_, Socket? socket) = await PortProbe.ConnectAsync(new IPEndPoint(talk.EndPoint.Address, talk.EndPoint.Port), TimeSpan.FromSeconds(2), cancel).ConfigureAwait(false);
        if (socket is null)
        {
            return Finding.Skipped("a second connection was not accepted");
        }
        (_, System.Net.Security.SslStream? tls) = await TlsProbe.StartAsync(
            new NetworkStream(socket, ownsSocket: true), examination.Target.Host, null, TimeSpan.FromSeconds(3), cancel).ConfigureAwait(false);
        if (tls is null)
        {
            return Finding.Skipped("a second handshake did not come to an end");
        }
        await using var wire = new ImapWire(tls);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limit.CancelAfter(TimeSpan.FromSeconds(3));
        TcpInfo? info = TcpInfo.Of(socket);
        try
        {
            await wire.ReadLineAsync(limit.Token).ConfigureAwait(false);
            await wire.SendAsync("a NOOP " + new string('x', Large) + "\r\n", limit.Token).ConfigureAwait(false);
            await wire.ReadLineAsync(limit.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return Finding.Warn($"Small packets pass, large ones disappear: {Large} bytes sent to {talk.EndPoint} were not answered.")
                .Because("a link on the way takes smaller packets and does not tell (a VPN, PPPoE, a tunnel)")
                .Do("Lower the MTU here to 1400 as a test.", "ip link set dev eth0 mtu 1400")
                .Do("On the router, clamp the segment size.", "nft add rule inet filter forward tcp flags syn tcp option maxseg size set rt mtu")
                .Saw("path MTU", info?.PathMtu).Saw("segment size", info?.SegmentSize);
        }
        catch (IOException)
        {
            // The server hung up on a long line; it came through, and that was the question.
        }
        return Finding.Ok(info is null ? "they do" : $"path MTU {info.PathMtu}");
    }
}
