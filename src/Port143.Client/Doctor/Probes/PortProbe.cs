using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Port143.Client.Doctor.Probes;

/// <summary>Connects, and tells the ways apart in which that can fail.</summary>
public static class PortProbe
{
    /// <summary>Connects and closes again.</summary>
    public static async Task<PortReport> ProbeAsync(IPEndPoint endpoint, TimeSpan limit, CancellationToken cancel)
    {
        (PortReport report, Socket? socket) = await ConnectAsync(endpoint, limit, cancel).ConfigureAwait(false);
        socket?.Dispose();
        return report;
    }

    /// <summary>Connects; the socket is null unless the port is open, and belongs to the caller.</summary>
    public static async Task<(PortReport Report, Socket? Socket)> ConnectAsync(IPEndPoint endpoint, TimeSpan limit, CancellationToken cancel)
    {
        var socket = new Socket(endpoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        var watch = Stopwatch.StartNew();
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        timeout.CancelAfter(limit);
        try
        {
            await socket.ConnectAsync(endpoint, timeout.Token).ConfigureAwait(false);
            return (new PortReport(endpoint, PortState.Open, watch.Elapsed, TcpInfo.Of(socket)), socket);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            socket.Dispose();
            return (new PortReport(endpoint, PortState.Filtered, watch.Elapsed), null);
        }
        catch (SocketException error)
        {
            socket.Dispose();
            return (new PortReport(endpoint, StateOf(error.SocketErrorCode), watch.Elapsed, null, error.SocketErrorCode.ToString()), null);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static PortState StateOf(SocketError error) => error switch
    {
        SocketError.ConnectionRefused => PortState.Closed,
        SocketError.HostUnreachable or SocketError.AccessDenied => PortState.Prohibited,
        SocketError.NetworkUnreachable or SocketError.AddressNotAvailable or SocketError.AddressFamilyNotSupported => PortState.NoRoute,
        SocketError.TimedOut => PortState.Filtered,
        _ => PortState.Error,
    };
}
