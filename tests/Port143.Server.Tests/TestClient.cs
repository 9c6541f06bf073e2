using System.Net.Security;
using System.Net.Sockets;
using System.Text;

namespace Port143.Server.Tests;

/// <summary>
/// A client that sends any bytes and reads whole responses: a line with the literals in it. Text is Latin-1, one char for
/// each byte.
/// </summary>
internal sealed class TestClient : IDisposable
{
    /// <summary>How long an answer may take on a busy machine.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly Socket _socket;
    private Stream _stream;
    private Stream? _beforeCompression;
    private byte[] _buffer = new byte[16 * 1024];
    private int _start;
    private int _end;
    private int _tags;

    private TestClient(Socket socket)
    {
        _socket = socket;
        _stream = new NetworkStream(socket, ownsSocket: true);
    }

    /// <summary>The certificate that the server sent, in DER; null without TLS.</summary>
    public byte[]? ServerCertificate { get; private set; }

    /// <summary>Whether bytes were received that nobody asked for yet.</summary>
    public bool HasUnread => _end > _start || _socket.Available > 0;

    /// <summary>What was received and not read, for messages of failed tests.</summary>
    public string Unread => Encoding.Latin1.GetString(_buffer, _start, _end - _start);

    public static async Task<TestClient> ConnectAsync(string host, int port)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(host, port);
        return new TestClient(socket);
    }

    public void Dispose() => _stream.Dispose();

    /// <summary>Resets the connection, as a client does that is cut off.</summary>
    public void Reset()
    {
        _socket.LingerState = new LingerOption(true, 0);
        _stream.Dispose();
    }

    /// <summary>Sends bytes, one char each.</summary>
    public Task SendAsync(string bytes) => SendAsync(Encoding.Latin1.GetBytes(bytes));

    public async Task SendAsync(ReadOnlyMemory<byte> bytes)
    {
        await _stream.WriteAsync(bytes);
        await _stream.FlushAsync();
    }

    /// <summary>The next response without its CRLF, literals included; null when the server has closed the connection.</summary>
    public async Task<string?> ReadAsync(TimeSpan? patience = null)
    {
        using var timeout = new CancellationTokenSource(patience ?? Patience);
        var response = new StringBuilder();
        while (true)
        {
            string? line = await ReadLineAsync(timeout.Token);
            if (line is null)
            {
                return response.Length > 0 ? throw new IOException("closed within a response: " + response) : null;
            }
            response.Append(line);
            if (!TryReadLiteralLength(line, out int length))
            {
                return response.ToString();
            }
            response.Append("\r\n");
            while (length > 0)
            {
                if (_start == _end && !await FillAsync(timeout.Token))
                {
                    throw new IOException("closed within a literal");
                }
                int part = Math.Min(length, _end - _start);
                response.Append(Encoding.Latin1.GetString(_buffer, _start, part));
                _start += part;
                length -= part;
            }
        }
    }

    /// <summary>Reads responses up to the one with this tag, which is the last.</summary>
    public async Task<List<string>> ReadToTagAsync(string tag)
    {
        var responses = new List<string>();
        while (await ReadAsync() is { } response)
        {
            responses.Add(response);
            if (response.StartsWith(tag + " ", StringComparison.Ordinal))
            {
                return responses;
            }
        }
        throw new IOException("closed before " + tag + ":\n" + string.Join('\n', responses));
    }

    /// <summary>Sends a command with a tag of our choice and reads all that is answered.</summary>
    public async Task<List<string>> CommandAsync(string command)
    {
        string tag = $"t{++_tags}";
        await SendAsync($"{tag} {command}\r\n");
        return await ReadToTagAsync(tag);
    }

    /// <summary>Sends a command that must be answered OK.</summary>
    public async Task<List<string>> OkAsync(string command)
    {
        List<string> responses = await CommandAsync(command);
        Assert.Contains(" OK", responses[^1], StringComparison.Ordinal);
        return responses;
    }

    /// <summary>Appends a message; non-synchronizing literals.</summary>
    public Task<List<string>> AppendAsync(string mailbox, string message, string flags = "") =>
        OkAsync($"APPEND {mailbox} {(flags.Length > 0 ? $"({flags}) " : "")}{{{message.Length}+}}\r\n{message}");

    /// <summary>Reads the greeting and signs in.</summary>
    public async Task SignInAsync(TestAccount account)
    {
        await ReadAsync();
        await OkAsync($"LOGIN \"{account.User}\" \"{account.Password}\"");
    }

    /// <summary>Does the client's part of a handshake; any certificate will do.</summary>
    public Task StartTlsAsync() => StartTlsAsync(null);

    /// <summary>The same for a client that shows a certificate itself.</summary>
    public async Task StartTlsAsync(System.Security.Cryptography.X509Certificates.X509Certificate2? certificate)
    {
        var tls = new SslStream(_stream, leaveInnerStreamOpen: false);
        using var timeout = new CancellationTokenSource(Patience);
        await tls.AuthenticateAsClientAsync(
            new SslClientAuthenticationOptions
            {
                TargetHost = "localhost",
                RemoteCertificateValidationCallback = (_, _, _, _) => true,
                ClientCertificates = certificate is null ? null : [certificate],
            },
            timeout.Token);
        _stream = tls;
        ServerCertificate = tls.RemoteCertificate?.GetRawCertData();
    }

    /// <summary>Sends COMPRESS and compresses from then on, both ways.</summary>
    public async Task StartCompressionAsync()
    {
        await OkAsync("COMPRESS DEFLATE");
        _beforeCompression = _stream;
        _stream = new DeflateClientStream(_stream);
    }

    /// <summary>Ends compression as UNAUTHENTICATE does.</summary>
    public void StopCompression() => _stream = _beforeCompression!;

    /// <summary>Sends what is compressed already.</summary>
    public async Task SendCompressedAsync(ReadOnlyMemory<byte> bytes)
    {
        await _beforeCompression!.WriteAsync(bytes);
        await _beforeCompression.FlushAsync();
    }

    /// <summary>Reads octets as they are on the line, until there are none for a moment.</summary>
    public async Task<int> CountOctetsAsync()
    {
        byte[] buffer = new byte[64 * 1024];
        int count = await _beforeCompression!.ReadAsync(buffer);
        while (true)
        {
            await Task.Delay(30);
            if (_socket.Available == 0)
            {
                return count;
            }
            count += await _beforeCompression.ReadAsync(buffer);
        }
    }

    /// <summary>Waits until the server closes; whatever it still says is returned.</summary>
    public async Task<List<string>> ReadToEndAsync(TimeSpan? patience = null)
    {
        var responses = new List<string>();
        try
        {
            while (await ReadAsync(patience) is { } response)
            {
                responses.Add(response);
            }
        }
        catch (IOException)
        {
            // A reset is a close, too.
        }
        return responses;
    }

    /// <summary>Waits until the server closes, whatever bytes come before.</summary>
    public async Task ReadToEndQuietlyAsync()
    {
        using var timeout = new CancellationTokenSource(Patience);
        try
        {
            do
            {
                _start = _end = 0;
            }
            while (await FillAsync(timeout.Token));
        }
        catch (IOException)
        {
            // A reset is a close, too.
        }
    }

    private async Task<string?> ReadLineAsync(CancellationToken cancel)
    {
        int searched = _start;
        while (true)
        {
            int feed = Array.IndexOf(_buffer, (byte)'\n', searched, _end - searched);
            if (feed >= 0)
            {
                string line = Encoding.Latin1.GetString(_buffer, _start, feed - _start);
                _start = feed + 1;
                Assert.EndsWith("\r", line, StringComparison.Ordinal);
                return line[..^1];
            }
            int before = _end - _start;
            if (!await FillAsync(cancel))
            {
                return before == 0 ? null : throw new IOException("closed within a line: " + Unread);
            }
            searched = _start + before;
        }
    }

    private async Task<bool> FillAsync(CancellationToken cancel)
    {
        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            _end -= _start;
            _start = 0;
        }
        if (_end == _buffer.Length)
        {
            Array.Resize(ref _buffer, _buffer.Length * 2);
        }
        int read = await _stream.ReadAsync(_buffer.AsMemory(_end), cancel);
        _end += read;
        return read > 0;
    }

    private static bool TryReadLiteralLength(string line, out int length)
    {
        length = 0;
        int brace = line.LastIndexOf('{');
        return brace >= 0 && line.EndsWith('}') && int.TryParse(line.AsSpan(brace + 1, line.Length - brace - 2), out length);
    }
}
