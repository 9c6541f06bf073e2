using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.Logging;
using Port143.Server.Connections;

namespace Port143.Server.Control;

/// <summary>
/// Where the command line asks the running server what only it knows: a Unix socket in the data folder that only its owner and
/// root can open. A client sends one line, words with tabs between, and gets one JSON value; then the connection ends.
/// </summary>
internal sealed class ControlSocket : IAsyncDisposable
{
    /// <summary>The name of the socket within the data folder.</summary>
    public const string FileName = "control.sock";

    /// <summary>The longest request, octets.</summary>
    private const int MaxRequest = 1024;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>How long an answer may take: an authority may let a certificate wait for minutes.</summary>
    internal static readonly TimeSpan LongestAnswer = TimeSpan.FromMinutes(5);

    private readonly Socket _socket;
    private readonly string _path;
    private readonly Func<string[], CancellationToken, ValueTask<byte[]>> _answer;
    private readonly ILogger _log;
    private readonly CancellationTokenSource _stop = new();
    private Task _accepting = Task.CompletedTask;

    private ControlSocket(Socket socket, string path, Func<string[], CancellationToken, ValueTask<byte[]>> answer, ILogger log)
    {
        _socket = socket;
        _path = path;
        _answer = answer;
        _log = log;
    }

    /// <summary>The path of the socket of a data folder.</summary>
    public static string PathIn(string dataFolder) => Path.Combine(dataFolder, FileName);

    /// <summary>Begins to listen. Null, with a line in the log, where that is not possible: the server works without it.</summary>
    public static ControlSocket? Open(string dataFolder, Func<string[], CancellationToken, ValueTask<byte[]>> answer, ILogger log)
    {
        string path = PathIn(dataFolder);
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            // Whoever serves holds the lock of the folder, so a socket that is there is a dead one's.
            File.Delete(path);
            socket.Bind(new UnixDomainSocketEndPoint(path));
            if (!OperatingSystem.IsWindows())
            {
                // Nobody can connect before Listen.
                File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
            }
            socket.Listen(16);
        }
        catch (Exception error) when (error is SocketException or ArgumentException or PlatformNotSupportedException or IOException
            or UnauthorizedAccessException)
        {
            socket.Dispose();
            ServerLog.NoControlSocket(log, path, error.Message);
            return null;
        }
        var control = new ControlSocket(socket, path, answer, log);
        control._accepting = control.AcceptAsync();
        return control;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        _socket.Dispose();
        await _accepting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        File.Delete(_path);
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                Socket client = await _socket.AcceptAsync(_stop.Token).ConfigureAwait(false);
                if (FileDescriptors.IsKeptBack(client))
                {
                    client.Dispose();
                    continue;
                }
                _ = Task.Run(() => ServeAsync(client));
            }
            catch (Exception error) when (error is OperationCanceledException or ObjectDisposedException)
            {
                return;
            }
            catch (SocketException)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(100), _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task ServeAsync(Socket client)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
        limit.CancelAfter(Patience);
        using (client)
        {
            try
            {
                byte[] buffer = new byte[MaxRequest];
                int length = 0;
                int end;
                while ((end = buffer.AsSpan(0, length).IndexOf((byte)'\n')) < 0)
                {
                    int read = length == MaxRequest ? 0 : await client.ReceiveAsync(buffer.AsMemory(length), limit.Token).ConfigureAwait(false);
                    if (read == 0)
                    {
                        return;
                    }
                    length += read;
                }
                limit.CancelAfter(LongestAnswer);
                byte[] answer = await _answer(Encoding.UTF8.GetString(buffer, 0, end).Split('\t'), limit.Token).ConfigureAwait(false);
                for (int sent = 0; sent < answer.Length;)
                {
                    sent += await client.SendAsync(answer.AsMemory(sent), limit.Token).ConfigureAwait(false);
                }
            }
            catch (Exception error) when (error is SocketException or OperationCanceledException or ObjectDisposedException)
            {
                // Whoever asked has gone.
            }
            catch (Exception error)
            {
                ServerLog.ControlFailed(_log, error);
            }
        }
    }
}
