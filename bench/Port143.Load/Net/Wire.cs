using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;

namespace Port143.Load.Net;

/// <summary>
/// A blocking connection that reads lines out of one buffer and steps over literals. It costs little: a line is found with one
/// vectorised search, nothing is copied, and what nobody looks at becomes no string.
/// </summary>
internal sealed class Wire : IDisposable
{
    private const int QuickAckOption = 12; // TCP_QUICKACK of Linux
    private readonly Socket _socket;
    private readonly SslStream? _tls;
    private readonly bool _quickAck;
    private byte[] _buffer = new byte[256 * 1024];
    private int _start, _end;
    private bool _disposed;

    /// <param name="endpoint">Where to; the load generator speaks to this machine only.</param>
    /// <param name="tls">TLS 1.3, a full handshake each time.</param>
    /// <param name="quickAck">Acknowledge at once: spares a server that writes a response in two small segments its 40 ms.</param>
    public Wire(IPEndPoint endpoint, bool tls, bool quickAck)
    {
        if (!IPAddress.IsLoopback(endpoint.Address))
        {
            throw new ArgumentException($"{endpoint.Address} is another machine; the load generator speaks to loopback addresses only");
        }
        _quickAck = quickAck;
        _socket = new Socket(endpoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true, ReceiveTimeout = 600_000 };
        try
        {
            _socket.Connect(endpoint);
            if (tls)
            {
                _tls = new SslStream(new NetworkStream(_socket, ownsSocket: false));
                _tls.AuthenticateAsClient(new SslClientAuthenticationOptions
                {
                    TargetHost = "localhost",
                    EnabledSslProtocols = SslProtocols.Tls13,
                    AllowTlsResume = false,
                    RemoteCertificateValidationCallback = (_, _, _, _) => true, // it signed itself
                });
            }
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>How many octets have come in.</summary>
    public long BytesReceived { get; private set; }

    /// <summary>The next line without its CRLF. Valid until the next call.</summary>
    public ReadOnlySpan<byte> ReadLine()
    {
        int searched = 0;
        while (true)
        {
            int at = _buffer.AsSpan(_start + searched, _end - _start - searched).IndexOf((byte)'\n');
            if (at >= 0)
            {
                int length = searched + at;
                ReadOnlySpan<byte> line = _buffer.AsSpan(_start, length);
                _start += length + 1;
                return line is [.. var text, (byte)'\r'] ? text : line;
            }
            searched = _end - _start;
            Receive();
        }
    }

    /// <summary>Steps over <paramref name="count"/> octets.</summary>
    public void Skip(long count)
    {
        while (count > _end - _start)
        {
            count -= _end - _start;
            _start = _end = 0;
            Receive();
        }
        _start += (int)count;
    }

    public void Send(ReadOnlySpan<byte> bytes)
    {
        if (_tls is not null)
        {
            _tls.Write(bytes);
            return;
        }
        while (!bytes.IsEmpty)
        {
            bytes = bytes[_socket.Send(bytes)..];
        }
    }

    /// <summary>Sends pieces with one call to the system.</summary>
    public void Send(params ReadOnlySpan<byte[]> pieces)
    {
        if (_tls is not null)
        {
            foreach (byte[] piece in pieces)
            {
                _tls.Write(piece);
            }
            return;
        }
        var segments = new List<ArraySegment<byte>>(pieces.Length);
        foreach (byte[] piece in pieces)
        {
            segments.Add(piece);
        }
        long left = segments.Sum(s => (long)s.Count);
        while ((left -= _socket.Send(segments)) > 0)
        {
            // What was sent is as much as the total less what is left: keep the tail.
            long keep = left;
            for (int i = segments.Count - 1; i >= 0; i--)
            {
                int count = (int)Math.Min(keep, segments[i].Count);
                segments[i] = segments[i][^count..];
                keep -= count;
            }
            segments.RemoveAll(s => s.Count == 0);
        }
    }

    /// <summary>Closes without waiting, so that thousands of connections leave no TIME_WAIT behind.</summary>
    public void Dispose()
    {
        if (_disposed)
        {
            return;
        }
        _disposed = true;
        try
        {
            _socket.LingerState = new LingerOption(true, 0);
        }
        catch (SocketException)
        {
            // The other side was faster.
        }
        _tls?.Dispose();
        _socket.Dispose();
    }

    private void Receive()
    {
        if (_start == _end)
        {
            _start = _end = 0;
        }
        else if (_end == _buffer.Length)
        {
            if (_start == 0)
            {
                Array.Resize(ref _buffer, _buffer.Length * 2);
            }
            else
            {
                Buffer.BlockCopy(_buffer, _start, _buffer, 0, _end - _start);
                _end -= _start;
                _start = 0;
            }
        }
        int count = _tls?.Read(_buffer, _end, _buffer.Length - _end) ?? _socket.Receive(_buffer, _end, _buffer.Length - _end, SocketFlags.None);
        if (count <= 0)
        {
            throw new IOException("the server closed the connection");
        }
        if (_quickAck)
        {
            _socket.SetRawSocketOption((int)ProtocolType.Tcp, QuickAckOption, "\x1\0\0\0"u8);
        }
        _end += count;
        BytesReceived += count;
    }
}
