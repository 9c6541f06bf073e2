using System.Net.Sockets;
using Port143.Client.Doctor.Probes;

namespace Port143.Client.Doctor.Checks.Remote;

/// <summary>R14: 993 begins with TLS and 143 without (RFC 8314 section 3.2, RFC 9051 section 11.1).</summary>
internal sealed class R14ModesSwapped() : DoctorCheck("R14", "TLS begins where it should", CheckGroup.Tls, "R01")
{
    public override async Task<Finding> RunAsync(Examination examination, CancellationToken cancel)
    {
        MailPorts ports = examination.Options.Ports;
        IReadOnlyList<ImapReport> secure = await examination.TalksAsync(ports.Imaps, true, cancel).ConfigureAwait(false);
        foreach (ImapReport talk in secure.Where(t => t.Tls is { Succeeded: false }))
        {
            ImapReport plain = await examination.TalkAsync(talk.EndPoint.Address, ports.Imaps, false, cancel).ConfigureAwait(false);
            if (plain.IsImap)
            {
                return Finding.Fail($"{ports.Imaps} should encrypt at once, but {talk.EndPoint.Address} talks plainly there.")
                    .Because("the listener is set to STARTTLS, or to no TLS at all")
                    .Do($"Set the listener on {ports.Imaps} to implicit TLS.").Do("Until then, clients can use 143 with STARTTLS.").Saw("greeting", plain.Greeting);
            }
        }
        IReadOnlyList<ImapReport> open = await examination.TalksAsync(ports.Imap, false, cancel).ConfigureAwait(false);
        foreach (ImapReport talk in open.Where(t => !t.IsImap))
        {
            (PortReport port, Socket? socket) = await PortProbe.ConnectAsync(talk.EndPoint, TimeSpan.FromSeconds(2), cancel).ConfigureAwait(false);
            if (socket is null)
            {
                continue;
            }
            (TlsReport tls, System.Net.Security.SslStream? stream) = await TlsProbe.StartAsync(
                new NetworkStream(socket, ownsSocket: true), examination.Target.Host, null, TimeSpan.FromSeconds(2), cancel).ConfigureAwait(false);
            if (stream is not null)
            {
                await stream.DisposeAsync().ConfigureAwait(false);
                return Finding.Fail($"{ports.Imap} at {talk.EndPoint.Address} encrypts at once; clients that expect STARTTLS there wait for ever.")
                    .Because("the listener is set to implicit TLS").Do($"Set the listener on {ports.Imap} to STARTTLS, and put implicit TLS on {ports.Imaps}.")
                    .Saw("TLS", tls.Protocol).Saw("connected", port.State);
            }
        }
        return secure.Count + open.Count == 0 ? Finding.Skipped("no port is open") : Finding.Ok("993 at once, 143 by STARTTLS");
    }
}
