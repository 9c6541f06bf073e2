using System.Buffers;
using System.IO.Pipelines;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Port143.Server.Connections;

/// <summary>
/// What goes out over a socket. Short answers are sent by the thread that flushes them; of long ones the next piece is made
/// while another thread sends the last. One writer at a time; it holds no memory while nothing is written.
/// </summary>
internal sealed class SocketOutput(Socket socket) : PipeWriter
{
    /// <summary>Up to here a send costs less than waking another thread would.</summary>
    private const int InlineLimit = 64 * 1024;

    /// <summary>How much may wait to be sent before a flush waits: what a client costs that stops reading.</summary>
    private const int MostQueued = 1024 * 1024;

    /// <summary>What a piece of a file counts that waits to be sent: no memory, but an open file.</summary>
    private const int FileWeight = MostQueued / 16;

    private const int CopySize = 16 * 1024;
    private const int SmallSegment = 4096;

    private readonly Lock _gate = new();
    private List<ArraySegment<byte>> _written = [];
    private byte[]? _tail;
    private int _tailUsed;
    private FileRange? _writtenFile;
    private long _writtenBytes;
    private Task _sending = Task.CompletedTask;
    private long _queued; // under the gate, like what follows
    private TaskCompletionSource<bool>? _room;
    private volatile bool _broken; // nothing can be sent any more
    private bool _cancelled;
    private bool _isCompleted;

    /// <summary>Why a file could not be sent to its end, which broke the connection.</summary>
    public IOException? FileError { get; private set; }

    /// <inheritdoc/>
    public override bool CanGetUnflushedBytes => true;

    /// <inheritdoc/>
    public override long UnflushedBytes => _writtenBytes + _tailUsed;

    /// <inheritdoc/>
    public override Memory<byte> GetMemory(int sizeHint = 0)
    {
        if (_tail is null || _tail.Length - _tailUsed < Math.Max(sizeHint, 1))
        {
            EndSegment();
            _tail = ArrayPool<byte>.Shared.Rent(Math.Max(sizeHint, SmallSegment));
        }
        return _tail.AsMemory(_tailUsed);
    }

    /// <inheritdoc/>
    public override Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;

    /// <inheritdoc/>
    public override void Advance(int bytes)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)bytes, (uint)((_tail?.Length ?? 0) - _tailUsed), nameof(bytes));
        _tailUsed += bytes;
    }

    /// <summary>
    /// Writes a piece of a file, which the system sends from its cache (<see cref="SendFile"/>). The next call must be a flush.
    /// </summary>
    public void WriteFile(FileRange range) => _writtenFile = range;

    /// <summary>
    /// Sends what was written. Completes when it is sent, or waits to be sent with less than <see cref="MostQueued"/> before it.
    /// <see cref="FlushResult.IsCompleted"/> says that the connection broke, in this send or one before.
    /// </summary>
    public override ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default)
    {
        EndSegment();
        if (_written.Count == 0 && _writtenFile is null)
        {
            return Result();
        }
        List<ArraySegment<byte>> batch = _written;
        FileRange? file = _writtenFile;
        long bytes = _writtenBytes + (file is null ? 0 : FileWeight);
        _written = [];
        _writtenFile = null;
        _writtenBytes = 0;
        lock (_gate)
        {
            _queued += bytes;
        }
        Task before = _sending;
        if (bytes > InlineLimit)
        {
            _sending = Task.Run(() => SendAsync(before, batch, file, bytes), CancellationToken.None);
        }
        else
        {
            _sending = SendAsync(before, batch, file, bytes);
        }
        return Result();
    }

    /// <inheritdoc/>
    public override ValueTask<FlushResult> WriteAsync(ReadOnlyMemory<byte> source, CancellationToken cancellationToken = default)
    {
        this.Write(source.Span);
        return FlushAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public override void CancelPendingFlush()
    {
        lock (_gate)
        {
            _cancelled = true;
            _room?.TrySetResult(true);
        }
    }

    /// <summary>Ends the output: what was flushed is still sent, what was not is dropped.</summary>
    public override void Complete(Exception? exception = null)
    {
        _isCompleted = true;
        EndSegment();
        Release(_written);
        _writtenFile?.Release();
        _writtenFile = null;
        _writtenBytes = 0;
    }

    /// <summary>Flushes what was written and ends the output.</summary>
    public override async ValueTask CompleteAsync(Exception? exception = null)
    {
        if (!_isCompleted && exception is null)
        {
            await FlushAsync().ConfigureAwait(false);
        }
        Complete(exception);
    }

    /// <summary>Ends when everything that was flushed is sent, or cannot be.</summary>
    public Task WhenSentAsync() => _sending;

    // Never throws: that the connection broke is told by the next flush.
    private async Task SendAsync(Task before, List<ArraySegment<byte>> batch, FileRange? file, long bytes)
    {
        await before.ConfigureAwait(false);
        try
        {
            if (!_broken)
            {
                if (batch.Count == 1)
                {
                    await SendOneAsync(batch[0]).ConfigureAwait(false);
                }
                else if (batch.Count > 1)
                {
                    await socket.SendAsync(batch, SocketFlags.None).ConfigureAwait(false);
                }
                if (file is not null)
                {
                    await SendFileAsync(file).ConfigureAwait(false);
                }
            }
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException)
        {
            _broken = true;
        }
        catch (IOException error)
        {
            // What was promised to the client cannot be sent: the session that waits for it is ended.
            FileError = error;
            _broken = true;
            socket.Dispose();
        }
        finally
        {
            Release(batch);
            file?.Release();
            lock (_gate)
            {
                _queued -= bytes;
                if (_room is { } room && (_queued <= MostQueued / 2 || _broken))
                {
                    _room = null;
                    room.TrySetResult(false);
                }
            }
        }
    }

    private async ValueTask SendOneAsync(ReadOnlyMemory<byte> rest)
    {
        while (!rest.IsEmpty)
        {
            rest = rest[await socket.SendAsync(rest, SocketFlags.None).ConfigureAwait(false)..];
        }
    }

    private async ValueTask SendFileAsync(FileRange file)
    {
        while (file.Length > 0)
        {
            long sent = SendFile.TrySend(socket, file);
            file.Sent(sent > 0 ? sent : await SendCopyAsync(file).ConfigureAwait(false));
        }
    }

    // Waits for the client to read.
    private async ValueTask<int> SendCopyAsync(FileRange file)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(CopySize);
        try
        {
            int read = SendFile.Read(file, buffer);
            await SendOneAsync(buffer.AsMemory(0, read)).ConfigureAwait(false);
            return read;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private ValueTask<FlushResult> Result()
    {
        lock (_gate)
        {
            if (_broken || _cancelled || _queued <= MostQueued)
            {
                bool cancelled = _cancelled;
                _cancelled = false;
                return new ValueTask<FlushResult>(new FlushResult(cancelled, _broken));
            }
            _room ??= new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
            return new ValueTask<FlushResult>(WaitAsync(_room.Task));
        }
    }

    private async Task<FlushResult> WaitAsync(Task<bool> room)
    {
        bool cancelled = await room.ConfigureAwait(false);
        lock (_gate)
        {
            if (cancelled)
            {
                _cancelled = false;
                _room = null;
            }
        }
        return new FlushResult(cancelled, _broken);
    }

    private void EndSegment()
    {
        if (_tail is null)
        {
            return;
        }
        if (_tailUsed == 0)
        {
            ArrayPool<byte>.Shared.Return(_tail);
        }
        else
        {
            _written.Add(new ArraySegment<byte>(_tail, 0, _tailUsed));
            _writtenBytes += _tailUsed;
        }
        _tail = null;
        _tailUsed = 0;
    }

    private static void Release(List<ArraySegment<byte>> batch)
    {
        foreach (ArraySegment<byte> segment in CollectionsMarshal.AsSpan(batch))
        {
            ArrayPool<byte>.Shared.Return(segment.Array!);
        }
        batch.Clear();
    }
}
