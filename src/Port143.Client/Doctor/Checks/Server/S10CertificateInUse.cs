using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using Port143.Client.Doctor.Probes;

namespace Port143.Client.Doctor.Checks.Server;

/// <summary>S10: the running server shows the certificate that is on disk.</summary>
internal sealed class S10CertificateInUse() : DoctorCheck("S10", "certificate in use", CheckGroup.Tls, "S03", "S09")
{
    public override async Task<Finding> RunAsync(Examination examination, CancellationToken cancel)
    {
        if (examination.Server.Listeners.FirstOrDefault(l => l.Name is "imaps" or "imaps585" && l.Port > 0) is not { } listener)
        {
            return Finding.Skipped("no port begins with TLS");
        }
        (PortReport report, Socket? socket) = await PortProbe.ConnectAsync(
            new IPEndPoint(listener.Address ?? IPAddress.Loopback, listener.Port), examination.Options.ConnectLimit, cancel).ConfigureAwait(false);
        if (socket is null)
        {
            return Finding.Skipped($"no connection to {report.EndPoint}");
        }
        (TlsReport tls, SslStream? stream) = await TlsProbe.StartAsync(new NetworkStream(socket, ownsSocket: true), null, null, TimeSpan.FromSeconds(3), cancel).ConfigureAwait(false);
        if (stream is null)
        {
            return Finding.Fail($"The handshake with {report.EndPoint} fails: {tls.Error}").Do("Look into the server's log.", "journalctl -u port143 -n 20");
        }
        await stream.DisposeAsync().ConfigureAwait(false);
        using X509Certificate2 onDisk = X509CertificateLoader.LoadCertificate(PemBytes(examination.Server.CertificateFile));
        return onDisk.Thumbprint == tls.Certificate!.Thumbprint
            ? Finding.Ok(onDisk.Subject)
            : Finding.Warn(onDisk.NotBefore >= tls.Certificate.NotBefore ? "A newer certificate is on disk but not in use." : "The certificate in use is not the one on disk.")
                .Because("Port143 takes up new files within five seconds; it may have refused these, or run with another configuration")
                .Do("See what the server said of it, and restart it.", "journalctl -u port143 -g certificate -n 5; systemctl restart port143")
                .Saw("on disk", $"{onDisk.Subject} until {onDisk.NotAfter:O}").Saw("in use", $"{tls.Certificate.Subject} until {tls.Certificate.NotAfter:O}");
    }

    private static byte[] PemBytes(string file)
    {
        string text = File.ReadAllText(file);
        System.Security.Cryptography.PemFields fields = System.Security.Cryptography.PemEncoding.Find(text);
        return Convert.FromBase64String(text[fields.Base64Data]);
    }
}
