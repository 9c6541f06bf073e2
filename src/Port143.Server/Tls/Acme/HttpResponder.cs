using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Port143.Server.Tls.Acme;

/// <summary>
/// http-01 (RFC 8555 section 8.3): a listener that is open while names are being proven and knows the proofs and nothing else.
/// </summary>
internal sealed class HttpResponder : AcmeResponder
{
    private const string Prefix = "/.well-known/acme-challenge/";
    private const int MaxRequest = 4096;
    private const int MaxClients = 32;

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);

    private readonly Socket _socket;
    private readonly ConcurrentDictionary<string, string> _proofs = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _clients = new(MaxClients);
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _accepting;

    private HttpResponder(Socket socket)
    {
        _socket = socket;
        _accepting = AcceptAsync();
    }

    /// <inheritdoc/>
    public override string Type => "http-01";

    /// <summary>Where it listens.</summary>
    public EndPoint Address => _socket.LocalEndPoint!;

    /// <summary>Opens the listener.</summary>
    public static HttpResponder Start(ListenAddress address)
    {
        var endpoint = new IPEndPoint(address.Address ?? (Socket.OSSupportsIPv6 ? IPAddress.IPv6Any : IPAddress.Any), address.Port);
        var socket = new Socket(endpoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            if (endpoint.Address.Equals(IPAddress.IPv6Any))
            {
                socket.DualMode = true;
            }
            socket.Bind(endpoint);
            socket.Listen(MaxClients);
            return new HttpResponder(socket);
        }
        catch (SocketException error)
        {
            socket.Dispose();
            throw new AcmeException(
                $"acme.http: {address} cannot be opened ({error.Message}); free the port, have the web server there hand {Prefix} on to another that acme.http names, or use challenge = \"dns\"",
                null, error);
        }
    }

    /// <inheritdoc/>
    public override Task ShowAsync(AcmeProof proof, CancellationToken cancel)
    {
        _proofs[proof.Token] = proof.KeyAuthorization;
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public override Task HideAsync(AcmeProof proof)
    {
        _proofs.TryRemove(proof.Token, out _);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public override async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        _socket.Dispose();
        await _accepting.ConfigureAwait(false);
    }

    private async Task AcceptAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                await _clients.WaitAsync(_stop.Token).ConfigureAwait(false);
                _ = ServeAsync(await _socket.AcceptAsync(_stop.Token).ConfigureAwait(false));
            }
            catch (Exception error) when (error is OperationCanceledException or ObjectDisposedException)
            {
                return;
            }
            catch (SocketException)
            {
                _clients.Release();
                await Task.Delay(100).ConfigureAwait(false); // no file descriptors, mostly
            }
        }
    }

    private async Task ServeAsync(Socket client)
    {
        try
        {
            using (client)
            {
                using var limit = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
                limit.CancelAfter(Limit);
                byte[] buffer = new byte[MaxRequest];
                int length = 0;
                while (length < MaxRequest && buffer.AsSpan(0, length).IndexOf("\r\n\r\n"u8) < 0)
                {
                    int read = await client.ReceiveAsync(buffer.AsMemory(length), limit.Token).ConfigureAwait(false);
                    if (read == 0)
                    {
                        return;
                    }
                    length += read;
                }
                await client.SendAsync(Answer(Encoding.ASCII.GetString(buffer, 0, length)), limit.Token).ConfigureAwait(false);
                client.Shutdown(SocketShutdown.Send);
            }
        }
        catch (Exception error) when (error is SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // That client has gone, or will not say what it wants.
        }
        finally
        {
            _clients.Release();
        }
    }

    private byte[] Answer(string request)
    {
        string[] words = request.Split("\r\n", 2)[0].Split(' ');
        string? proof = words is ["GET", { } path, _] && path.StartsWith(Prefix, StringComparison.Ordinal)
            && _proofs.TryGetValue(path[Prefix.Length..], out string? found) ? found : null;
        string body = proof ?? "Not found\n";
        return Encoding.ASCII.GetBytes(
            $"HTTP/1.1 {(proof is null ? "404 Not Found" : "200 OK")}\r\nContent-Type: application/octet-stream\r\n"
            + $"Content-Length: {body.Length}\r\nConnection: close\r\n\r\n{body}");
    }
}
