using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Logging;

namespace Port143.Server.Connections;

/// <summary>
/// Accepts connections on one endpoint and hands each to its protocol. Where accepting fails it pauses: without file
/// descriptors left it would keep a processor busy.
/// </summary>
internal sealed class Listener : IAsyncDisposable
{
    private const int Backlog = 1024;

    /// <summary>How long to wait when accepting fails.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private static readonly TimeSpan WarnInterval = TimeSpan.FromSeconds(10);

    private readonly Socket _socket;
    private readonly Func<ConnectionContext, Task> _serve;
    private readonly ILogger _log;
    private readonly CancellationTokenSource _stop = new();
    private Task _accepting = Task.CompletedTask;
    private long _warned;

    private Listener(
        string name, Socket socket, Func<ConnectionContext, Task> serve, ILogger log)
    {
        Name = name;
        _socket = socket;
        _serve = serve;
        _log = log;
    }

    public string Name { get; }

    /// <summary>Where it listens, with the real port.</summary>
    public string Address => _socket.LocalEndPoint switch
    {
        UnixDomainSocketEndPoint unix => "unix:" + unix,
        EndPoint other => other.ToString()!,
        null => "nowhere",
    };

    /// <summary>Binds. Throws <see cref="IOException"/> or <see cref="SocketException"/> when the endpoint cannot be had.</summary>
    public static Listener Bind(
        string name, ListenAddress address, Func<ConnectionContext, Task> serve, ILogger log)
    {
        EndPoint endpoint = address.UnixPath is { } path
            ? new UnixDomainSocketEndPoint(path)
            : new IPEndPoint(address.Address ?? IPAddress.IPv6Any, address.Port);
        if (address.UnixPath is not null)
        {
            RemoveDeadSocket(address.UnixPath);
        }
        try
        {
            var listener = new Listener(name, Listen(endpoint), serve, log);
            if (address.UnixPath is not null && !OperatingSystem.IsWindows())
            {
                // The group of its folder (setgid) may speak too: that is how a mail transfer agent gets in.
                File.SetUnixFileMode(
                    address.UnixPath, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.GroupWrite);
            }
            return listener;
        }
        catch (SocketException error) when (address.IsEveryAddress && error.SocketErrorCode == SocketError.AddressFamilyNotSupported)
        {
            endpoint = new IPEndPoint(IPAddress.Any, address.Port);
            return new Listener(name, Listen(endpoint), serve, log);
        }
    }

    /// <summary>Begins to accept.</summary>
    public void Start() => _accepting = AcceptAsync();

    /// <summary>Stops accepting; connections that were accepted go on.</summary>
    public async Task StopAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        _socket.Dispose();
        await _accepting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await StopAsync().ConfigureAwait(false);
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                Socket accepted = await _socket.AcceptAsync(_stop.Token).ConfigureAwait(false);
                if (FileDescriptors.IsKeptBack(accepted))
                {
                    accepted.Dispose();
                    WarnNowAndThen("too few file descriptors are left; raise the limit (LimitNOFILE in the systemd unit)");
                    await Task.Delay(Pause, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                    continue;
                }
                if (accepted.LocalEndPoint is IPEndPoint)
                {
                    accepted.NoDelay = true;
                }
                SocketConnection connection;
                try
                {
                    connection = new SocketConnection(accepted);
                }
                catch (Exception error) when (error is SocketException or IOException)
                {
                    accepted.Dispose(); // that client has gone already
                    continue;
                }
                // Its own work item: one client's first command must not keep the next from being accepted.
                ThreadPool.UnsafeQueueUserWorkItem(static s => _ = s.self.ServeAsync(s.connection), (self: this, connection), preferLocal: false);
            }
            catch (Exception error) when (error is OperationCanceledException or ObjectDisposedException)
            {
                return;
            }
            catch (SocketException error) when (error.SocketErrorCode is SocketError.ConnectionReset or SocketError.ConnectionAborted)
            {
                // That client has gone already; the next may be waiting.
            }
            catch (Exception error) when (error is SocketException or IOException)
            {
                if (_stop.IsCancellationRequested)
                {
                    return;
                }
                WarnNowAndThen(error.Message);
                await Task.Delay(Pause, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    // Out of file descriptors, mostly, and for longer than one pause.
    private void WarnNowAndThen(string reason)
    {
        long now = Environment.TickCount64;
        if (_warned == 0 || now - _warned > (long)WarnInterval.TotalMilliseconds)
        {
            _warned = now;
            ServerLog.AcceptFailed(_log, Name, reason);
        }
    }

    private static Socket Listen(EndPoint endpoint)
    {
        Socket socket = SocketTransportOptions.CreateDefaultBoundListenSocket(endpoint);
        try
        {
            socket.Listen(Backlog);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private async Task ServeAsync(ConnectionContext connection)
    {
        try
        {
            await _serve(connection).ConfigureAwait(false);
        }
        catch (Exception error)
        {
            ServerLog.ConnectionCrashed(_log, Name, error);
        }
        finally
        {
            await connection.DisposeAsync().ConfigureAwait(false);
        }
    }

    // A socket file that a killed server left behind; one that answers belongs to a living one.
    private static void RemoveDeadSocket(string path)
    {
        if (!File.Exists(path))
        {
            return;
        }
        using var probe = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            probe.Connect(new UnixDomainSocketEndPoint(path));
        }
        catch (SocketException)
        {
            File.Delete(path);
        }
    }
}
