using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using Port143.Client.Doctor.Probes;

namespace Port143.Client.Doctor.Checks.Remote;

/// <summary>R30: a client that names no server in the handshake (no SNI) gets a certificate of this server too.</summary>
internal sealed class R30ServerName() : DoctorCheck("R30", "clients without SNI", CheckGroup.Tls, "R18")
{
    public override async Task<Finding> RunAsync(Examination examination, CancellationToken cancel)
    {
        MailHost host = await examination.MailHostAsync(cancel).ConfigureAwait(false);
        IReadOnlyList<ImapReport> talks = await examination.TalksAsync(examination.Options.Ports.Imaps, true, cancel).ConfigureAwait(false);
        if (host.A is null || talks.FirstOrDefault(t => t.Tls is { Succeeded: true }) is not { } talk)
        {
            return Finding.Skipped(host.A is null ? "an address was asked for, not a name" : "no TLS on 993");
        }
        (_, Socket? socket) = await PortProbe.ConnectAsync(new IPEndPoint(talk.EndPoint.Address, talk.EndPoint.Port), TimeSpan.FromSeconds(2), cancel).ConfigureAwait(false);
        if (socket is null)
        {
            return Finding.Skipped("a second connection was not accepted");
        }
        (TlsReport tls, SslStream? stream) = await TlsProbe.StartAsync(new NetworkStream(socket, ownsSocket: true), null, null, TimeSpan.FromSeconds(2), cancel).ConfigureAwait(false);
        if (stream is not null)
        {
            await stream.DisposeAsync().ConfigureAwait(false);
        }
        return !tls.Succeeded
            ? Finding.Warn("Without a server name the handshake fails; old clients (Outlook 2013, iOS 9) cannot connect.").Do("Set a default certificate in the server.").Saw("error", tls.Error)
            : tls.Certificate!.MatchesHostname(host.Name, allowWildcards: true, allowCommonName: false) || tls.Certificate.Thumbprint == talk.Tls!.Certificate!.Thumbprint
                ? Finding.Ok("they get the same certificate, or one with this name")
                : Finding.Warn("Without a server name you show another domain's certificate; old clients complain.")
                    .Do("Set the default certificate to the one of the main name.").Saw("subject", tls.Certificate.Subject);
    }
}
