using System.Buffers;
using System.IO.Compression;
using System.IO.Pipelines;
using System.Net;
using System.Text;
using Microsoft.AspNetCore.Connections;
using Port143.Server.Authentication;
using Port143.Server.Sessions;
using Port143.Storage;

namespace Port143.Server.Tests.Simulator;

/// <summary>A session of the server and the client's end of its connection, with pipes in memory between them.</summary>
internal sealed class SimulatedConnection
{
    private static readonly PipeOptions Options = new(
        readerScheduler: PipeScheduler.Inline, writerScheduler: PipeScheduler.Inline,
        pauseWriterThreshold: 0, resumeWriterThreshold: 0, useSynchronizationContext: false);

    private readonly Pipe _up = new(Options);
    private readonly Pipe _down = new(Options);
    private readonly ImapSession _session;
    private readonly Task _running;
    private readonly SignInResult _account;
    private MemoryStream? _source;
    private DeflateStream? _inflate;
    private MemoryStream? _target;
    private DeflateStream? _deflate;
    private byte[] _buffer = new byte[8 * 1024];
    private int _start;
    private int _end;
    private bool _closed;

    /// <summary>Begins a session that has signed in.</summary>
    public SimulatedConnection(SessionServices services, Account account)
    {
        var connection = new DefaultConnectionContext("simulated", new Duplex(_up.Reader, _down.Writer), new Duplex(_down.Reader, _up.Writer))
        {
            RemoteEndPoint = new IPEndPoint(IPAddress.Loopback, 1),
        };
        _session = new ImapSession(connection, "imap", implicitTls: false, services);
        _account = new SignInResult(SignInOutcome.Success, account);
        SignIn();
        _running = _session.RunAsync();
    }

    public bool IsCompressed => _deflate is not null;

    /// <summary>Signs in without a password; the session waits for a command.</summary>
    public void SignIn() => Assert.True(_session.TryEnter(_account));

    /// <summary>The list of an account's mailboxes changed, as the server tells all sessions.</summary>
    public void OnListChanged(AccountId account) => _session.OnListChanged(account);

    /// <summary>Both sides compress from here on.</summary>
    public void StartCompression()
    {
        (_source, _target) = (new MemoryStream(), new MemoryStream());
        _inflate = new DeflateStream(_source, CompressionMode.Decompress);
        _deflate = new DeflateStream(_target, CompressionLevel.Fastest);
        byte[] early = _buffer[_start.._end];
        _start = _end = 0;
        Inflate(new ReadOnlySequence<byte>(early));
    }

    /// <summary>Back to plain bytes; what was received is taken.</summary>
    public void StopCompression()
    {
        _inflate?.Dispose();
        (_source, _inflate, _target, _deflate) = (null, null, null, null);
    }

    /// <summary>Sends bytes, one char each.</summary>
    public async ValueTask SendAsync(string bytes)
    {
        if (_deflate is null)
        {
            Encoding.Latin1.GetBytes(bytes, _up.Writer);
        }
        else
        {
            _deflate.Write(Encoding.Latin1.GetBytes(bytes));
            _deflate.Flush();
            _up.Writer.Write(_target!.GetBuffer().AsSpan(0, (int)_target.Length));
            _target.SetLength(0);
        }
        await _up.Writer.FlushAsync();
    }

    /// <summary>The next response without its CRLF, literals included; null at the end of the connection.</summary>
    public async ValueTask<string?> ReadAsync(TimeSpan patience)
    {
        while (true)
        {
            if (TryTake() is { } response)
            {
                return response;
            }
            if (_closed)
            {
                return _end == _start ? null : throw new InvalidDataException("closed within a response");
            }
            if (!_down.Reader.TryRead(out ReadResult read))
            {
                read = await _down.Reader.ReadAsync().AsTask().WaitAsync(patience);
            }
            Keep(read);
        }
    }

    /// <summary>Whether a whole response was received.</summary>
    public string? TryRead()
    {
        while (TryTake() is { } response)
        {
            return response;
        }
        if (!_closed && _down.Reader.TryRead(out ReadResult read))
        {
            Keep(read);
            return TryTake();
        }
        return null;
    }

    /// <summary>Closes the client's side and waits for the end of the session.</summary>
    public async Task CloseAsync()
    {
        await _up.Writer.CompleteAsync();
        await _running.WaitAsync(TimeSpan.FromSeconds(20));
        await _down.Reader.CompleteAsync();
    }

    private void Keep(ReadResult read)
    {
        if (_inflate is null)
        {
            Append(read.Buffer);
        }
        else
        {
            Inflate(read.Buffer);
        }
        _closed = read.IsCompleted;
        _down.Reader.AdvanceTo(read.Buffer.End);
    }

    private void Inflate(ReadOnlySequence<byte> compressed)
    {
        _source!.SetLength(0);
        foreach (ReadOnlyMemory<byte> piece in compressed)
        {
            _source.Write(piece.Span);
        }
        _source.Position = 0;
        byte[] plain = new byte[4096];
        while (_inflate!.Read(plain) is > 0 and int length)
        {
            Append(new ReadOnlySequence<byte>(plain, 0, length));
        }
    }

    private void Append(ReadOnlySequence<byte> bytes)
    {
        int length = (int)bytes.Length;
        if (_end + length > _buffer.Length)
        {
            byte[] larger = new byte[Math.Max(_buffer.Length, (_end - _start + length) * 2)];
            _buffer.AsSpan(_start, _end - _start).CopyTo(larger);
            (_buffer, _end, _start) = (larger, _end - _start, 0);
        }
        bytes.CopyTo(_buffer.AsSpan(_end));
        _end += length;
    }

    private string? TryTake()
    {
        int at = _start;
        while (true)
        {
            int feed = _buffer.AsSpan(at, _end - at).IndexOf((byte)'\n');
            if (feed < 0)
            {
                return null;
            }
            int line = at + feed;
            if (line == at || _buffer[line - 1] != '\r')
            {
                throw new InvalidDataException("a line without CR");
            }
            int literal = LiteralLength(_buffer.AsSpan(at, line - 1 - at));
            if (literal < 0)
            {
                string response = Encoding.Latin1.GetString(_buffer, _start, line - 1 - _start);
                _start = line + 1;
                if (_start == _end)
                {
                    _start = _end = 0;
                }
                return response;
            }
            at = line + 1 + literal;
            if (at > _end)
            {
                return null;
            }
        }
    }

    private static int LiteralLength(ReadOnlySpan<byte> line)
    {
        int brace = line.LastIndexOf((byte)'{');
        return brace >= 0 && line[^1] == '}' && int.TryParse(line[(brace + 1)..^1], out int length) ? length : -1;
    }

    private sealed record Duplex(PipeReader Input, PipeWriter Output) : IDuplexPipe;
}
