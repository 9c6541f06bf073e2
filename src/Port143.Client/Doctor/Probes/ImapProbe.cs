using System.Diagnostics;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;

namespace Port143.Client.Doctor.Probes;

/// <summary>Has the conversation that <see cref="ImapReport"/> tells of.</summary>
public static class ImapProbe
{
    private const int Noops = 10;
    private static readonly TimeSpan GreetingLimit = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan CommandLimit = TimeSpan.FromSeconds(3);

    /// <summary>Talks with the server at an endpoint, whose name is sent in SNI.</summary>
    public static async Task<ImapReport> TalkAsync(
        IPEndPoint endpoint, string name, bool implicitTls, TimeSpan connectLimit, CancellationToken cancel)
    {
        (PortReport port, Socket? socket) = await PortProbe.ConnectAsync(endpoint, connectLimit, cancel).ConfigureAwait(false);
        var report = new ImapReport { EndPoint = endpoint, ImplicitTls = implicitTls, Port = port };
        if (socket is null)
        {
            return report with { Error = $"no connection: {port.State}" };
        }
        var talk = new Talk(report, socket, name);
        try
        {
            await talk.RunAsync(cancel).ConfigureAwait(false);
        }
        catch (Exception error) when (error is IOException or SocketException or ObjectDisposedException)
        {
            talk.Report = talk.Report with { Error = error.Message };
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            talk.Report = talk.Report with { Error = $"no answer {talk.Stage}" };
        }
        finally
        {
            talk.Report = talk.Report with { TcpAtEnd = TcpInfo.Of(socket), FirstBytes = talk.Report.FirstBytes.IsEmpty ? talk.First : talk.Report.FirstBytes };
            await talk.DisposeAsync().ConfigureAwait(false);
        }
        return talk.Report;
    }

    private sealed class Talk(ImapReport report, Socket socket, string name) : IAsyncDisposable
    {
        private ImapWire _wire = new(new NetworkStream(socket, ownsSocket: true));

        public ImapReport Report { get; set; } = report;

        public string Stage { get; private set; } = "";

        public byte[] First => _wire.First;

        public async Task RunAsync(CancellationToken cancel)
        {
            if (Report.ImplicitTls && !await StartTlsAsync(cancel).ConfigureAwait(false))
            {
                return;
            }
            if (!await GreetAsync(cancel).ConfigureAwait(false))
            {
                return;
            }
            IReadOnlyList<string> capabilities = await CapabilitiesAsync(cancel).ConfigureAwait(false);
            Report = Report with { Capabilities = capabilities };
            if (!Report.ImplicitTls && ImapReport.Has(capabilities, "STARTTLS"))
            {
                ImapReply reply = await CommandAsync("STARTTLS", "to STARTTLS", cancel).ConfigureAwait(false);
                Report = Report with { StartTlsReply = reply.Tagged, BeforeHandshake = _wire.Unread };
                if (reply.IsOk)
                {
                    if (!await StartTlsAsync(cancel).ConfigureAwait(false))
                    {
                        return;
                    }
                    Report = Report with { CapabilitiesAfterTls = await CapabilitiesAsync(cancel).ConfigureAwait(false) };
                }
            }
            if (ImapReport.Has(Report.FinalCapabilities, "ID"))
            {
                ImapReply id = await CommandAsync("ID NIL", "to ID", cancel).ConfigureAwait(false);
                Report = Report with { Id = id.Untagged.FirstOrDefault(u => u.StartsWith("* ID ", StringComparison.OrdinalIgnoreCase))?[5..] };
            }
            await MeasureAsync(cancel).ConfigureAwait(false);
            await CommandAsync("LOGOUT", "to LOGOUT", cancel).ConfigureAwait(false);
        }

        public ValueTask DisposeAsync() => _wire.DisposeAsync();

        private async Task<bool> StartTlsAsync(CancellationToken cancel)
        {
            Stage = "to the TLS handshake";
            (TlsReport tls, SslStream? stream) = await TlsProbe.StartAsync(_wire.Stream, name, null, GreetingLimit, cancel).ConfigureAwait(false);
            Report = Report with { Tls = tls, Error = stream is null ? "the TLS handshake failed: " + tls.Error : null };
            if (stream is null)
            {
                return false;
            }
            _wire = new ImapWire(stream);
            return true;
        }

        private async Task<bool> GreetAsync(CancellationToken cancel)
        {
            Stage = "after connecting";
            var watch = Stopwatch.StartNew();
            string? line = await LimitedAsync(_wire.ReadLineAsync, GreetingLimit, cancel).ConfigureAwait(false);
            Report = Report with { Greeting = line, GreetingElapsed = watch.Elapsed, FirstBytes = _wire.First };
            if (!Report.IsImap)
            {
                Report = Report with { Error = line is null ? "the server closed the connection without a greeting" : "the greeting is not one of IMAP" };
                return false;
            }
            return !line!.StartsWith("* BYE", StringComparison.OrdinalIgnoreCase);
        }

        private async Task<IReadOnlyList<string>> CapabilitiesAsync(CancellationToken cancel)
        {
            var watch = Stopwatch.StartNew();
            ImapReply reply = await CommandAsync("CAPABILITY", "to CAPABILITY", cancel).ConfigureAwait(false);
            Report = Report with { CapabilityElapsed = watch.Elapsed };
            string? line = reply.Untagged.FirstOrDefault(u => u.StartsWith("* CAPABILITY ", StringComparison.OrdinalIgnoreCase));
            return line is null ? [] : line["* CAPABILITY ".Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        }

        private async Task MeasureAsync(CancellationToken cancel)
        {
            var times = new List<TimeSpan>(Noops);
            for (int i = 0; i < Noops; i++)
            {
                long begin = Stopwatch.GetTimestamp();
                await CommandAsync("NOOP", "to NOOP", cancel).ConfigureAwait(false);
                times.Add(Stopwatch.GetElapsedTime(begin));
                Report = Report with { Noops = [.. times] };
            }
        }

        private Task<ImapReply> CommandAsync(string command, string stage, CancellationToken cancel)
        {
            Stage = stage;
            return LimitedAsync(c => _wire.CommandAsync(command, c), CommandLimit, cancel);
        }

        private static async Task<T> LimitedAsync<T>(Func<CancellationToken, Task<T>> run, TimeSpan limit, CancellationToken cancel)
        {
            using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancel);
            timeout.CancelAfter(limit);
            return await run(timeout.Token).ConfigureAwait(false);
        }
    }
}
