using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using Port143.Client.Doctor.Probes;

namespace Port143.Client.Doctor.Checks.Remote;

/// <summary>R31: a client that offers the application protocol <c>imap</c> (RFC 7301, its registered name) is not refused.</summary>
internal sealed class R31Alpn() : DoctorCheck("R31", "ALPN \"imap\"", CheckGroup.Tls, "R18")
{
    public override async Task<Finding> RunAsync(Examination examination, CancellationToken cancel)
    {
        IReadOnlyList<ImapReport> talks = await examination.TalksAsync(examination.Options.Ports.Imaps, true, cancel).ConfigureAwait(false);
        if (talks.FirstOrDefault(t => t.Tls is { Succeeded: true }) is not { } talk)
        {
            return Finding.Skipped("no TLS on 993");
        }
        (_, Socket? socket) = await PortProbe.ConnectAsync(new IPEndPoint(talk.EndPoint.Address, talk.EndPoint.Port), TimeSpan.FromSeconds(2), cancel).ConfigureAwait(false);
        if (socket is null)
        {
            return Finding.Skipped("a second connection was not accepted");
        }
        (TlsReport tls, SslStream? stream) = await TlsProbe.StartAsync(
            new NetworkStream(socket, ownsSocket: true), examination.Target.Host, "imap", TimeSpan.FromSeconds(2), cancel).ConfigureAwait(false);
        if (stream is not null)
        {
            await stream.DisposeAsync().ConfigureAwait(false);
        }
        return tls.Succeeded
            ? Finding.Ok(tls.Alpn == "imap" ? "agreed on" : "passed over, which clients take well")
            : Finding.Info("The server refuses the application protocol name \"imap\" (ALPN).").Do("Allow it; some clients send it.").Saw("error", tls.Error);
    }
}
