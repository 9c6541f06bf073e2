using System.IO.Pipelines;
using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http.Features;

namespace Port143.Server.Connections;

/// <summary>One accepted socket as a pair of pipes, with nothing between: an idle client costs a socket and a pending read.</summary>
internal sealed class SocketConnection : ConnectionContext, IDuplexPipe
{
    /// <summary>Enough for many pipelined commands, and for the lines of a message that comes in.</summary>
    private const int ReadSize = 16 * 1024;

    /// <summary>How long the last words may take that were flushed before the end.</summary>
    private static readonly TimeSpan Farewell = TimeSpan.FromSeconds(10);

    private readonly Socket _socket;
    private readonly SocketOutput _output;
    private FeatureCollection? _features;
    private IDictionary<object, object?>? _items;
    private string? _id;

    public SocketConnection(Socket socket)
    {
        _socket = socket;
        _output = new SocketOutput(socket);
        RemoteEndPoint = socket.RemoteEndPoint;
        LocalEndPoint = socket.LocalEndPoint;
        // Zero-byte reads: an idle client holds no buffer.
        Input = PipeReader.Create(
            new NetworkStream(socket, ownsSocket: false),
            new StreamPipeReaderOptions(bufferSize: ReadSize, minimumReadSize: 1024, leaveOpen: true, useZeroByteReads: true));
    }

    /// <inheritdoc/>
    public PipeReader Input { get; }

    /// <inheritdoc/>
    public PipeWriter Output => _output;

    /// <inheritdoc/>
    public override IDuplexPipe Transport
    {
        get => this;
        set => throw new NotSupportedException();
    }

    /// <inheritdoc/>
    public override string ConnectionId
    {
        get => _id ??= Guid.NewGuid().ToString("N");
        set => _id = value;
    }

    /// <inheritdoc/>
    public override IFeatureCollection Features => _features ??= new FeatureCollection();

    /// <inheritdoc/>
    public override IDictionary<object, object?> Items
    {
        get => _items ??= new Dictionary<object, object?>();
        set => _items = value;
    }

    /// <summary>Cuts the connection: what waits to be sent is dropped, a pending read ends.</summary>
    public override void Abort(ConnectionAbortedException abortReason) => Close(SocketShutdown.Both);

    /// <summary>Sends what was flushed, as far as the client takes it in time, and closes.</summary>
    public override async ValueTask DisposeAsync()
    {
        await SendRestAsync().WaitAsync(Farewell).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await Input.CompleteAsync().ConfigureAwait(false);
        Close(SocketShutdown.Send);
    }

    private async Task SendRestAsync()
    {
        await _output.CompleteAsync().ConfigureAwait(false);
        await _output.WhenSentAsync().ConfigureAwait(false);
    }

    private void Close(SocketShutdown how)
    {
        try
        {
            _socket.Shutdown(how);
            if (how == SocketShutdown.Send && _socket.Available > 0)
            {
                // Closing with unread input resets the connection, and the client would lose the last words.
                Span<byte> unread = stackalloc byte[4096];
                for (int i = 0; i < 16 && _socket.Available > 0; i++)
                {
                    _socket.Receive(unread);
                }
            }
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException)
        {
            // The client has gone, or the connection was cut already.
        }
        _socket.Dispose();
    }
}
