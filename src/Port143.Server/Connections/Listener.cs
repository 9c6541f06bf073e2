using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Logging;

namespace Port143.Server.Connections;

/// <summary>Accepts connections on one endpoint over Kestrel's socket transport and hands each to its protocol.</summary>
internal sealed class Listener : IAsyncDisposable
{
    private readonly IConnectionListener _listener;
    private readonly Func<ConnectionContext, Task> _serve;
    private readonly ILogger _log;
    private readonly CancellationTokenSource _stop = new();
    private Task _accepting = Task.CompletedTask;

    private Listener(string name, IConnectionListener listener, Func<ConnectionContext, Task> serve, ILogger log)
    {
        Name = name;
        _listener = listener;
        _serve = serve;
        _log = log;
    }

    public string Name { get; }

    /// <summary>Where it listens, with the real port.</summary>
    public string Address => _listener.EndPoint switch
    {
        UnixDomainSocketEndPoint unix => "unix:" + unix,
        EndPoint other => other.ToString()!,
    };

    /// <summary>Binds. Throws <see cref="IOException"/> or <see cref="SocketException"/> when the endpoint cannot be had.</summary>
    public static async Task<Listener> BindAsync(
        string name, ListenAddress address, IConnectionListenerFactory transport, Func<ConnectionContext, Task> serve, ILogger log,
        CancellationToken cancel)
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
            var listener = new Listener(name, await transport.BindAsync(endpoint, cancel).ConfigureAwait(false), serve, log);
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
            return new Listener(name, await transport.BindAsync(endpoint, cancel).ConfigureAwait(false), serve, log);
        }
    }

    /// <summary>Begins to accept.</summary>
    public void Start() => _accepting = AcceptAsync();

    /// <summary>Stops accepting; connections that were accepted go on.</summary>
    public async Task StopAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await _listener.UnbindAsync().ConfigureAwait(false);
        await _accepting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await StopAsync().ConfigureAwait(false);
        await _listener.DisposeAsync().ConfigureAwait(false);
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                ConnectionContext? connection = await _listener.AcceptAsync(_stop.Token).ConfigureAwait(false);
                if (connection is null)
                {
                    return;
                }
                // Its own work item: one client's first command must not keep the next from being accepted.
                ThreadPool.UnsafeQueueUserWorkItem(static s => _ = s.self.ServeAsync(s.connection), (self: this, connection), preferLocal: false);
            }
            catch (OperationCanceledException)
            {
                return;
            }
            catch (Exception error) when (error is SocketException or IOException)
            {
                // Out of file descriptors, mostly: waiting is better than spinning.
                ServerLog.AcceptFailed(_log, Name, error.Message);
                await Task.Delay(TimeSpan.FromMilliseconds(100), _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
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
