using System.Net;
using System.Net.Sockets;

namespace Port143.Client.Doctor.Probes;

/// <summary>Says LHLO and QUIT to a server of LMTP (RFC 2033); nothing is delivered.</summary>
public static class LmtpProbe
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(3);

    /// <summary>Asks the listener.</summary>
    public static async Task<LmtpAnswer> AskAsync(ServerListener listener, CancellationToken cancel)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limit.CancelAfter(Limit);
        EndPoint endpoint = listener.UnixPath is { } path ? new UnixDomainSocketEndPoint(path) : new IPEndPoint(listener.Address ?? IPAddress.Loopback, listener.Port);
        using var socket = new Socket(endpoint.AddressFamily, SocketType.Stream, listener.UnixPath is null ? ProtocolType.Tcp : ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(endpoint, limit.Token).ConfigureAwait(false);
            await using var wire = new ImapWire(new NetworkStream(socket));
            string greeting = await wire.ReadLineAsync(limit.Token).ConfigureAwait(false) ?? "the connection was closed";
            if (!greeting.StartsWith("220", StringComparison.Ordinal))
            {
                return new LmtpAnswer(false, greeting);
            }
            await wire.SendAsync("LHLO localhost\r\n", limit.Token).ConfigureAwait(false);
            string? line = await wire.ReadLineAsync(limit.Token).ConfigureAwait(false);
            await wire.SendAsync("QUIT\r\n", limit.Token).ConfigureAwait(false);
            return line?.StartsWith("250", StringComparison.Ordinal) == true ? new LmtpAnswer(true, null) : new LmtpAnswer(false, line ?? "the connection was closed");
        }
        catch (Exception error) when (error is SocketException or IOException)
        {
            return new LmtpAnswer(false, error.Message);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return new LmtpAnswer(false, "no answer in time");
        }
    }
}
