using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Text;
using Port143.Load.Measure;

namespace Port143.Load.Net;

/// <summary>Many clients in IDLE, each of which costs this side a socket and no thread.</summary>
internal sealed class IdleCrowd : IDisposable
{
    private readonly List<(Stream Stream, Socket Socket, int Account)> _clients = [];
    private readonly CancellationTokenSource _stop = new();
    private readonly BlockingCollection<(int Account, long At)> _pushes = [];

    /// <summary>How many clients are idle.</summary>
    public int Count => _clients.Count;

    /// <summary>Signs in <paramref name="count"/> clients, over the accounts in turn, selects INBOX and idles.</summary>
    public void Open(IPEndPoint endpoint, bool tls, int count, Func<int, (string User, string Password)> account, int accounts)
    {
        Crowd.Run(16, worker =>
        {
            for (int i = worker; i < count; i += 16)
            {
                int number = 1 + i % accounts;
                (string user, string password) = account(number);
                var socket = new Socket(endpoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true, ReceiveTimeout = 120_000 };
                Stream stream = new NetworkStream(socketConnected(socket), ownsSocket: true);
                if (tls)
                {
                    var secure = new SslStream(stream);
                    secure.AuthenticateAsClient(new SslClientAuthenticationOptions { TargetHost = "localhost", AllowTlsResume = false, RemoteCertificateValidationCallback = (_, _, _, _) => true });
                    stream = secure;
                }
                ReadUntil(stream, "* OK");
                Say(stream, $"a LOGIN {user} \"{password}\"\r\n", "a OK");
                Say(stream, "b SELECT INBOX\r\n", "b OK");
                Say(stream, "c IDLE\r\n", "+");
                lock (_clients)
                {
                    _clients.Add((stream, socket, number));
                }
            }
        });

        Socket socketConnected(Socket socket)
        {
            socket.Connect(endpoint);
            return socket;
        }
    }

    /// <summary>From now on notes when a client is told of new mail.</summary>
    public void Listen()
    {
        foreach ((Stream stream, _, int account) in _clients)
        {
            _ = ListenAsync(stream, account);
        }
    }

    /// <summary>Forgets what was noted.</summary>
    public void Clear()
    {
        while (_pushes.TryTake(out _))
        {
        }
    }

    /// <summary>Waits until a client of an account is told of new mail; gives the time, or null after three seconds.</summary>
    public long? WaitForPush(int account)
    {
        var patience = Stopwatch.StartNew();
        while (patience.ElapsedMilliseconds < 3000)
        {
            if (_pushes.TryTake(out (int Account, long At) push, 100) && push.Account == account)
            {
                return push.At;
            }
        }
        return null;
    }

    public void Dispose()
    {
        _stop.Cancel();
        foreach ((Stream stream, Socket socket, _) in _clients)
        {
            try
            {
                socket.LingerState = new LingerOption(true, 0);
            }
            catch (SocketException)
            {
                // Closed by the server.
            }
            socket.Dispose();
            stream.Dispose();
        }
        _clients.Clear();
    }

    private async Task ListenAsync(Stream stream, int account)
    {
        byte[] buffer = new byte[2048];
        try
        {
            int count;
            while ((count = await stream.ReadAsync(buffer, _stop.Token)) > 0)
            {
                long at = Stopwatch.GetTimestamp();
                if (buffer.AsSpan(0, count).IndexOf(" EXISTS"u8) >= 0)
                {
                    _pushes.Add((account, at));
                }
            }
        }
        catch (Exception e) when (e is OperationCanceledException or IOException or ObjectDisposedException)
        {
            // The crowd goes home.
        }
    }

    private static void Say(Stream stream, string command, string answer)
    {
        stream.Write(Encoding.ASCII.GetBytes(command));
        ReadUntil(stream, answer);
    }

    // Reads until a whole line that begins with the answer has come.
    private static void ReadUntil(Stream stream, string answer)
    {
        Span<byte> buffer = stackalloc byte[16 * 1024];
        int filled = 0;
        while (true)
        {
            int count = stream.Read(buffer[filled..]);
            if (count == 0)
            {
                throw new IOException($"the server closed the connection instead of answering {answer}");
            }
            filled += count;
            string text = Encoding.ASCII.GetString(buffer[..filled]);
            if (text.EndsWith('\n') && text.Split('\n').FirstOrDefault(l => l.StartsWith(answer, StringComparison.Ordinal)) is not null)
            {
                return;
            }
            if (text.EndsWith('\n') && answer.Length > 3 && text.Contains($"{answer[..2]}NO", StringComparison.Ordinal) || filled == buffer.Length)
            {
                throw new IOException($"instead of {answer} came {text.Trim()}");
            }
        }
    }
}
