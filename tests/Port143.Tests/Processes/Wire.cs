using System.Globalization;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Text;

namespace Port143.Tests.Processes;

/// <summary>One response: its text with literals left as <c>{n}</c> at the end of the piece before them, and the literals.</summary>
internal sealed record WireResponse(string Text, IReadOnlyList<byte[]> Literals);

/// <summary>What a command brought: the word and the text of the tagged response, and what came before it.</summary>
internal sealed record WireReply(string Status, string Text, IReadOnlyList<WireResponse> Untagged)
{
    /// <summary>What follows <c>[NAME </c> in the tagged or an untagged response, up to the bracket; null when absent.</summary>
    public string? Code(string name) =>
        Untagged.Select(u => u.Text).Append(Text).Select(t => FindCode(t, name)).FirstOrDefault(c => c is not null);

    private static string? FindCode(string text, string name)
    {
        int at = text.IndexOf("[" + name + " ", StringComparison.Ordinal);
        return at < 0 ? null : text[(at + name.Length + 2)..text.IndexOf(']', at)];
    }
}

/// <summary>A client that knows lines and literals and nothing else, so that it cannot hide what a server does.</summary>
internal sealed class Wire : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly TcpClient _socket;
    private readonly Stream _stream;
    private byte[] _buffer = new byte[16 * 1024];
    private int _start;
    private int _end;
    private int _tag;

    private Wire(TcpClient socket, Stream stream)
    {
        _socket = socket;
        _stream = stream;
    }

    public string Greeting { get; private set; } = "";

    public static Task<Wire> ConnectAsync(int port, bool tls = false, RemoteCertificateValidationCallback? check = null) =>
        ConnectAsync(port, new TcpClient(), tls, check);

    /// <summary>The same from a socket that may be bound to an address.</summary>
    public static async Task<Wire> ConnectAsync(int port, TcpClient socket, bool tls = false, RemoteCertificateValidationCallback? check = null)
    {
        socket.NoDelay = true;
        await socket.ConnectAsync(IPAddress.Loopback, port);
        Stream stream = socket.GetStream();
        if (tls)
        {
            var secure = new SslStream(stream, false, check ?? ((_, _, _, _) => true));
            await secure.AuthenticateAsClientAsync("localhost").WaitAsync(Patience);
            stream = secure;
        }
        var wire = new Wire(socket, stream);
        wire.Greeting = await wire.ReadLineAsync();
        return wire;
    }

    /// <summary>Connects, and signs in with the password of the tests.</summary>
    public static async Task<Wire> SignInAsync(int port, string address, bool tls = false)
    {
        Wire wire = await ConnectAsync(port, tls);
        await wire.OkAsync($"LOGIN {address} \"{ServerUnderTest.Password}\"");
        return wire;
    }

    public async Task SendAsync(string text) => await SendAsync(Encoding.Latin1.GetBytes(text));

    public async Task SendAsync(ReadOnlyMemory<byte> bytes)
    {
        await _stream.WriteAsync(bytes).AsTask().WaitAsync(Patience);
        await _stream.FlushAsync();
    }

    /// <summary>Sends a command and gives its tag.</summary>
    public async Task<string> BeginAsync(string command)
    {
        string tag = $"a{++_tag}";
        await SendAsync($"{tag} {command}\r\n");
        return tag;
    }

    public async Task<WireReply> CommandAsync(string command)
    {
        try
        {
            return await FinishAsync(await BeginAsync(command));
        }
        catch (EndOfStreamException)
        {
            throw new EndOfStreamException("the connection ended during " + command);
        }
    }

    /// <summary>A command that must succeed.</summary>
    public async Task<WireReply> OkAsync(string command)
    {
        WireReply reply = await CommandAsync(command);
        Assert.True(reply.Status == "OK", $"{command}: {reply.Status} {reply.Text}");
        return reply;
    }

    /// <summary>APPEND with LITERAL+; several messages make a MULTIAPPEND.</summary>
    public async Task<WireReply> AppendAsync(string mailbox, string flags, params ReadOnlyMemory<byte>[] messages)
    {
        string tag = $"a{++_tag}";
        using var all = new MemoryStream();
        all.Write(Encoding.Latin1.GetBytes($"{tag} APPEND {mailbox}"));
        foreach (ReadOnlyMemory<byte> message in messages)
        {
            all.Write(Encoding.Latin1.GetBytes($" ({flags}) {{{message.Length}+}}\r\n"));
            all.Write(message.Span);
        }
        all.Write("\r\n"u8);
        await SendAsync(all.GetBuffer().AsMemory(0, (int)all.Length));
        return await FinishAsync(tag);
    }

    public async Task<WireReply> FinishAsync(string tag)
    {
        var untagged = new List<WireResponse>();
        while (true)
        {
            WireResponse response = await ReadAsync();
            if (response.Text.StartsWith(tag + " ", StringComparison.Ordinal))
            {
                string rest = response.Text[(tag.Length + 1)..];
                int blank = rest.IndexOf(' ');
                return new WireReply(rest[..blank], rest[(blank + 1)..], untagged);
            }
            untagged.Add(response);
        }
    }

    /// <summary>Reads one response with its literals.</summary>
    public async Task<WireResponse> ReadAsync()
    {
        string text = await ReadLineAsync();
        var literals = new List<byte[]>();
        for (string piece = text; LiteralSize(piece) is { } size;)
        {
            literals.Add(await ReadBytesAsync(size));
            piece = await ReadLineAsync();
            text += piece;
        }
        return new WireResponse(text, literals);
    }

    /// <summary>Reads one line without its CRLF. The end of the stream is an <see cref="EndOfStreamException"/>.</summary>
    public async Task<string> ReadLineAsync()
    {
        while (true)
        {
            int lf = _buffer.AsSpan(_start, _end - _start).IndexOf((byte)'\n');
            if (lf >= 0)
            {
                Assert.True(lf > 0 && _buffer[_start + lf - 1] == '\r', "a line ended without CR");
                string line = Encoding.Latin1.GetString(_buffer, _start, lf - 1);
                _start += lf + 1;
                return line;
            }
            await FillAsync();
        }
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            await _stream.DisposeAsync();
        }
        catch (IOException)
        {
        }
        _socket.Dispose();
    }

    private static int? LiteralSize(string line)
    {
        int open = line.LastIndexOf('{');
        return line.EndsWith('}') && open >= 0
            && int.TryParse(line.AsSpan(open + 1, line.Length - open - 2), NumberStyles.None, CultureInfo.InvariantCulture, out int size) ? size : null;
    }

    private async Task<byte[]> ReadBytesAsync(int size)
    {
        var bytes = new byte[size];
        int done = Math.Min(size, _end - _start);
        _buffer.AsSpan(_start, done).CopyTo(bytes);
        _start += done;
        while (done < size)
        {
            int read = await _stream.ReadAsync(bytes.AsMemory(done)).AsTask().WaitAsync(Patience);
            done += read > 0 ? read : throw new EndOfStreamException();
        }
        return bytes;
    }

    private async Task FillAsync()
    {
        _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
        _end -= _start;
        _start = 0;
        if (_end == _buffer.Length)
        {
            Array.Resize(ref _buffer, _buffer.Length * 2);
        }
        int read = await _stream.ReadAsync(_buffer.AsMemory(_end)).AsTask().WaitAsync(Patience);
        _end += read > 0 ? read : throw new EndOfStreamException();
    }
}
