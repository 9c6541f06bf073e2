using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Port143.Client.Tests.Doctor;

/// <summary>A server with a fault: what it says and does is set before it starts.</summary>
internal sealed class FakeServer : IAsyncDisposable
{
    private readonly TcpListener _listener;
    private readonly CancellationTokenSource _stop = new();
    private Task _accepting = Task.CompletedTask;

    public FakeServer(IPAddress? address = null)
    {
        _listener = new TcpListener(address ?? IPAddress.Loopback, 0);
        _listener.Start();
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
    }

    public int Port { get; }

    /// <summary>Whether TLS begins the conversation.</summary>
    public bool ImplicitTls { get; init; }

    /// <summary>The certificate, with its chain; null for a server without TLS.</summary>
    public SslStreamCertificateContext? Certificate { get; init; }

    /// <summary>Shown to clients that name no server; null for the same.</summary>
    public SslStreamCertificateContext? CertificateWithoutName { get; init; }

    /// <summary>Said first; null for nothing at all.</summary>
    public string? Greeting { get; init; } = "* OK ready";

    public TimeSpan BeforeGreeting { get; init; }

    public TimeSpan BeforeReply { get; init; }

    /// <summary>How long the answer to a sign-in takes.</summary>
    public TimeSpan BeforeSignIn { get; init; }

    public string Capabilities { get; init; } = "IMAP4rev1 STARTTLS LOGINDISABLED ID";

    public string CapabilitiesBehindTls { get; init; } = "IMAP4rev1 ID AUTH=PLAIN SASL-IR";

    public string CapabilitiesSignedIn { get; init; } = "IMAP4rev1 IDLE UIDPLUS MOVE SPECIAL-USE CONDSTORE LITERAL+";

    public string Id { get; init; } = "(\"name\" \"fake\" \"version\" \"1.0\")";

    public string StartTlsReply { get; init; } = "OK begin";

    /// <summary>Whether what came before the handshake is run after it.</summary>
    public bool KeepsWhatCameBefore { get; init; }

    /// <summary>The replies to the sign-in, in turn; the last one goes on.</summary>
    public string[] SignIn { get; init; } = ["OK signed in"];

    /// <summary>Replies other than OK, by the first word of the command.</summary>
    public Dictionary<string, string> Replies { get; } = new(StringComparer.OrdinalIgnoreCase);

    public string Selected { get; init; } = "* 3 EXISTS\r\n* OK [UIDVALIDITY 7] valid\r\n* OK [UIDNEXT 4] next";

    public string Mailboxes { get; init; } = "* LIST () \"/\" INBOX";

    public string AllUids { get; init; } = "* SEARCH 1 2 3";

    public string LastMessage { get; init; } = "* 3 FETCH (BODY[] {10}\r\n0123456789)";

    /// <summary>Whether IDLE tells of a message that another session appended.</summary>
    public bool TellsNews { get; init; } = true;

    /// <summary>Whether the connection ends in the middle of IDLE.</summary>
    public bool CutsIdle { get; init; }

    /// <summary>Whether input of more than this size is swallowed without an answer.</summary>
    public int SwallowsBeyond { get; init; } = int.MaxValue;

    /// <summary>The application protocols that are accepted; null for any.</summary>
    public List<SslApplicationProtocol>? Alpn { get; init; }

    /// <summary>Everything that clients sent, TLS taken off.</summary>
    public StringBuilder Heard { get; } = new();

    /// <summary>Whether clients sent a text at least so often.</summary>
    public bool HasHeard(string text, int times)
    {
        lock (Heard)
        {
            return Heard.ToString().Split(text).Length > times;
        }
    }

    private int _signIns;
    private TaskCompletionSource _appended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public FakeServer Start()
    {
        _accepting = Task.Run(async () =>
        {
            while (!_stop.IsCancellationRequested)
            {
                try
                {
                    TcpClient client = await _listener.AcceptTcpClientAsync(_stop.Token);
                    _ = Task.Run(() => ServeAsync(client));
                }
                catch (Exception error) when (error is OperationCanceledException or SocketException)
                {
                    return;
                }
            }
        });
        return this;
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _accepting;
    }

    private async Task ServeAsync(TcpClient client)
    {
        try
        {
            using (client)
            {
                Stream stream = client.GetStream();
                bool tls = false;
                if (ImplicitTls)
                {
                    stream = await SecureAsync(stream);
                    tls = true;
                }
                await TalkAsync(stream, tls);
            }
        }
        catch (Exception error) when (error is IOException or OperationCanceledException or System.Security.Authentication.AuthenticationException or ObjectDisposedException
            or SocketException)
        {
            // The client has seen what it came for.
        }
    }

    private async Task<Stream> SecureAsync(Stream inner)
    {
        var secure = new SslStream(inner);
        var options = new SslServerAuthenticationOptions { ServerCertificateContext = Certificate, ApplicationProtocols = Alpn };
        await secure.AuthenticateAsServerAsync(
            (_, hello, _, _) => ValueTask.FromResult(hello.ServerName.Length == 0 && CertificateWithoutName is not null
                ? new SslServerAuthenticationOptions { ServerCertificateContext = CertificateWithoutName, ApplicationProtocols = Alpn } : options),
            null, _stop.Token);
        return secure;
    }

    private async Task TalkAsync(Stream stream, bool tls)
    {
        if (Greeting is null)
        {
            await Task.Delay(Timeout.Infinite, _stop.Token);
        }
        await Task.Delay(BeforeGreeting, _stop.Token);
        await SayAsync(stream, Greeting!);
        string kept = "";
        var buffer = new byte[16 * 1024];
        string pending = "";
        bool signedIn = false;
        while (true)
        {
            int end = pending.IndexOf("\r\n", StringComparison.Ordinal);
            if (end < 0)
            {
                int read = await stream.ReadAsync(buffer, _stop.Token);
                if (read == 0)
                {
                    return;
                }
                pending += Encoding.Latin1.GetString(buffer, 0, read);
                if (pending.Length > SwallowsBeyond)
                {
                    await Task.Delay(Timeout.Infinite, _stop.Token);
                }
                continue;
            }
            string line = pending[..end];
            pending = pending[(end + 2)..];
            lock (Heard)
            {
                Heard.Append(line).Append('\n');
            }
            string[] words = line.Split(' ', 3);
            string tag = words[0], verb = words.Length > 1 ? words[1].ToUpperInvariant() : "";
            await Task.Delay(BeforeReply, _stop.Token);
            if (Replies.TryGetValue(verb, out string? reply))
            {
                await SayAsync(stream, $"{tag} {reply}");
                continue;
            }
            switch (verb)
            {
                case "CAPABILITY":
                    await SayAsync(stream, "* CAPABILITY " + (signedIn ? CapabilitiesSignedIn : tls ? CapabilitiesBehindTls : Capabilities));
                    break;
                case "STARTTLS":
                    await SayAsync(stream, $"{tag} {StartTlsReply}");
                    if (StartTlsReply.StartsWith("OK", StringComparison.Ordinal))
                    {
                        kept = pending;
                        stream = await SecureAsync(stream);
                        tls = true;
                        pending = KeepsWhatCameBefore ? kept : "";
                    }
                    continue;
                case "ID":
                    await SayAsync(stream, "* ID " + Id);
                    break;
                case "AUTHENTICATE" or "LOGIN":
                    await Task.Delay(BeforeSignIn, _stop.Token);
                    string answer = SignIn[Math.Min(Interlocked.Increment(ref _signIns) - 1, SignIn.Length - 1)];
                    signedIn = answer.StartsWith("OK", StringComparison.Ordinal);
                    await SayAsync(stream, $"{tag} {answer}");
                    continue;
                case "EXAMINE" or "SELECT":
                    await SayAsync(stream, Selected);
                    break;
                case "LIST":
                    await SayAsync(stream, Mailboxes);
                    break;
                case "FETCH":
                    await SayAsync(stream, line.Contains("BODY.PEEK[]", StringComparison.Ordinal) ? LastMessage : "* 3 FETCH (UID 3 FLAGS () RFC822.SIZE 10)");
                    break;
                case "UID" when line.Contains("SEARCH ALL", StringComparison.Ordinal):
                    await SayAsync(stream, AllUids);
                    break;
                case "UID" when line.Contains("SEARCH", StringComparison.Ordinal):
                    await SayAsync(stream, "* SEARCH 4");
                    break;
                case "IDLE":
                    await SayAsync(stream, "+ idling");
                    if (CutsIdle)
                    {
                        return;
                    }
                    _ = TellNewsAsync(stream);
                    while (!pending.Contains("DONE\r\n", StringComparison.Ordinal))
                    {
                        int read = await stream.ReadAsync(buffer, _stop.Token);
                        if (read == 0)
                        {
                            return;
                        }
                        pending += Encoding.Latin1.GetString(buffer, 0, read);
                    }
                    pending = "";
                    break;
                case "APPEND":
                    await SayAsync(stream, "+ go on");
                    int length = int.Parse(line[(line.LastIndexOf('{') + 1)..^1], System.Globalization.CultureInfo.InvariantCulture);
                    while (pending.Length < length + 2)
                    {
                        pending += Encoding.Latin1.GetString(buffer, 0, await stream.ReadAsync(buffer, _stop.Token));
                    }
                    pending = pending[(length + 2)..];
                    _appended.TrySetResult();
                    break;
                case "LOGOUT":
                    await SayAsync(stream, "* BYE bye");
                    await SayAsync(stream, $"{tag} OK bye");
                    return;
                case "NOOP" when line.Length > 1000:
                    await SayAsync(stream, $"{tag} BAD too long");
                    continue;
            }
            await SayAsync(stream, $"{tag} OK done");
        }
    }

    private async Task TellNewsAsync(Stream stream)
    {
        await _appended.Task;
        if (TellsNews)
        {
            await SayAsync(stream, "* 4 EXISTS");
        }
    }

    private static async Task SayAsync(Stream stream, string line)
    {
        await stream.WriteAsync(Encoding.Latin1.GetBytes(line + "\r\n"));
        await stream.FlushAsync();
    }
}
