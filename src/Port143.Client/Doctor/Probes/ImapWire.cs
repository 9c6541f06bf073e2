using System.Text;

namespace Port143.Client.Doctor.Probes;

/// <summary>
/// Lines of IMAP over a stream, for a client that trusts nothing: lines, responses and literals are bounded, and what
/// came is kept as text with one char for each byte.
/// </summary>
public sealed class ImapWire(Stream stream) : IAsyncDisposable
{
    private const int MaxLine = 64 * 1024;
    private const int MaxResponses = 10_000;

    private readonly byte[] _buffer = new byte[16 * 1024];
    private int _start;
    private int _end;
    private int _tag;

    /// <summary>What arrived and was not read yet.</summary>
    public string Unread => Encoding.Latin1.GetString(_buffer, _start, _end - _start);

    /// <summary>The first bytes that arrived, at most 64.</summary>
    public byte[] First { get; private set; } = [];

    /// <summary>The stream, to lay TLS over it; the wire is of no use afterwards.</summary>
    public Stream Stream => stream;

    /// <summary>Reads one line without its CRLF; null when the server closed the connection.</summary>
    public async Task<string?> ReadLineAsync(CancellationToken cancel)
    {
        var line = new StringBuilder();
        while (true)
        {
            int at = _buffer.AsSpan(_start, _end - _start).IndexOf((byte)'\n');
            int take = at >= 0 ? at + 1 : _end - _start;
            line.Append(Encoding.Latin1.GetString(_buffer, _start, take));
            _start += take;
            if (at >= 0)
            {
                return line.ToString().TrimEnd('\n').TrimEnd('\r');
            }
            if (line.Length > MaxLine)
            {
                throw new IOException($"a line of more than {MaxLine} octets");
            }
            if (!await FillAsync(cancel).ConfigureAwait(false))
            {
                return line.Length > 0 ? line.ToString() : null;
            }
        }
    }

    /// <summary>Waits for some bytes, so that <see cref="First"/> tells what kind of server this is; false at the end.</summary>
    public async Task<bool> PeekAsync(CancellationToken cancel) => _end > _start || await FillAsync(cancel).ConfigureAwait(false);

    /// <summary>Sends a command and reads to its tagged reply.</summary>
    public async Task<ImapReply> CommandAsync(string command, CancellationToken cancel)
    {
        string tag = $"d{++_tag}";
        await SendAsync($"{tag} {command}\r\n", cancel).ConfigureAwait(false);
        return await ReadReplyAsync(tag, cancel).ConfigureAwait(false);
    }

    /// <summary>Sends text as it is.</summary>
    public async Task SendAsync(string text, CancellationToken cancel)
    {
        await stream.WriteAsync(Encoding.Latin1.GetBytes(text), cancel).ConfigureAwait(false);
        await stream.FlushAsync(cancel).ConfigureAwait(false);
    }

    /// <summary>Reads to the reply with this tag.</summary>
    public async Task<ImapReply> ReadReplyAsync(string tag, CancellationToken cancel)
    {
        var untagged = new List<string>();
        while (true)
        {
            string line = await ReadLineAsync(cancel).ConfigureAwait(false) ?? throw new IOException("the server closed the connection");
            // A literal goes on with its octets and the rest of the line.
            while (LiteralLength(line) is { } length)
            {
                line += "\r\n" + await ReadOctetsAsync(length, cancel).ConfigureAwait(false)
                    + await ReadLineAsync(cancel).ConfigureAwait(false);
            }
            if (line.StartsWith(tag + " ", StringComparison.Ordinal))
            {
                return new ImapReply(line[(tag.Length + 1)..], untagged);
            }
            untagged.Add(line);
            if (untagged.Count > MaxResponses)
            {
                throw new IOException($"more than {MaxResponses} responses to one command");
            }
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => stream.DisposeAsync();

    private static int? LiteralLength(string line)
    {
        int open = line.LastIndexOf('{');
        return line.EndsWith('}') && open >= 0 && Mail.AsciiDigits.TryParse(line.AsSpan(open + 1, line.Length - open - 2), MaxLine, out ulong length)
            ? (int)length : null;
    }

    private async Task<string> ReadOctetsAsync(int count, CancellationToken cancel)
    {
        var octets = new StringBuilder(count);
        while (octets.Length < count)
        {
            if (_start == _end && !await FillAsync(cancel).ConfigureAwait(false))
            {
                throw new IOException("the server closed the connection within a literal");
            }
            int take = Math.Min(count - octets.Length, _end - _start);
            octets.Append(Encoding.Latin1.GetString(_buffer, _start, take));
            _start += take;
        }
        return octets.ToString();
    }

    private async Task<bool> FillAsync(CancellationToken cancel)
    {
        if (_start == _end)
        {
            _start = _end = 0;
        }
        else if (_end == _buffer.Length)
        {
            throw new IOException("the server sends without being asked");
        }
        int read = await stream.ReadAsync(_buffer.AsMemory(_end), cancel).ConfigureAwait(false);
        if (First.Length == 0)
        {
            First = _buffer[_end..(_end + Math.Min(read, 64))];
        }
        _end += read;
        return read > 0;
    }
}
