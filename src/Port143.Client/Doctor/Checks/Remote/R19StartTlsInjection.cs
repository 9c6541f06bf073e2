using System.Net;
using System.Net.Sockets;
using System.Text;
using Port143.Client.Doctor.Probes;

namespace Port143.Client.Doctor.Checks.Remote;

/// <summary>R19: commands that were sent before the handshake are not run after it (the class of CVE-2021-33515).</summary>
internal sealed class R19StartTlsInjection() : DoctorCheck("R19", "STARTTLS injection", CheckGroup.Tls, "R18")
{
    public override bool NeedsOwner => true;

    public override async Task<Finding> RunAsync(Examination examination, CancellationToken cancel)
    {
        IReadOnlyList<ImapReport> talks = await examination.TalksAsync(examination.Options.Ports.Imap, false, cancel).ConfigureAwait(false);
        if (talks.FirstOrDefault(t => t.Tls is { Succeeded: true }) is not { } talk)
        {
            return Finding.Skipped("143 has no STARTTLS");
        }
        (_, Socket? socket) = await PortProbe.ConnectAsync(new IPEndPoint(talk.EndPoint.Address, talk.EndPoint.Port), TimeSpan.FromSeconds(2), cancel).ConfigureAwait(false);
        if (socket is null)
        {
            return Finding.Skipped("a second connection was not accepted");
        }
        await using var stream = new NetworkStream(socket, ownsSocket: true);
        var plain = new ImapWire(stream);
        await plain.ReadLineAsync(cancel).ConfigureAwait(false);
        await plain.SendAsync("i1 STARTTLS\r\ni2 NOOP\r\n", cancel).ConfigureAwait(false);
        try
        {
            string? reply = await plain.ReadLineAsync(cancel).ConfigureAwait(false);
            if (reply is null || !reply.StartsWith("i1 OK", StringComparison.OrdinalIgnoreCase))
            {
                return Finding.Ok("refused: " + (reply is null ? "the server closed the connection" : reply));
            }
            (_, System.Net.Security.SslStream? tls) = await TlsProbe.StartAsync(stream, examination.Target.Host, null, TimeSpan.FromSeconds(2), cancel).ConfigureAwait(false);
            if (tls is null)
            {
                return Finding.Ok("the handshake does not begin with a command waiting");
            }
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
            limit.CancelAfter(TimeSpan.FromMilliseconds(700));
            var buffer = new byte[512];
            int read = await tls.ReadAsync(buffer, limit.Token).ConfigureAwait(false);
            string said = Encoding.Latin1.GetString(buffer, 0, read);
            return said.Contains("i2 ", StringComparison.Ordinal)
                ? Finding.Fail("Commands that are sent before encryption are executed after it.").Because("the server keeps what arrived in the clear (class of CVE-2021-33515)")
                    .Do("Update the server; until then offer 993 only.").Saw("answer", said.Trim())
                : Finding.Ok("what was sent before the handshake is not run");
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return Finding.Ok("what was sent before the handshake is not run");
        }
        catch (IOException)
        {
            return Finding.Ok("the server closes the connection");
        }
    }
}
